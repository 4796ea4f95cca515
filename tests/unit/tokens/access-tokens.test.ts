import type { AccessToken, AccessTokens } from '../../../src/application/tokens/access-tokens.js';
import type { Vault } from '../../../src/vault/vault.js';
import {
  NotAuthorizedError,
  WeChatRefusedError,
  WeChatUnavailableError,
  type GrantCredentials,
} from '../../../src/wechat/component-platform.js';
import { busy } from './refreshing-wechat.js';
import { APP_ID, TokenWorld } from './token-world.js';

const NAME = `grant/${APP_ID}/1`;

describe('the token broker', () => {
  let world: TokenWorld & { readonly vault: Vault };
  let broker: AccessTokens;

  beforeEach(async () => {
    world = await TokenWorld.open();
    broker = await world.broker();
  });

  afterEach(() => world.close());

  const stored = async (name = NAME): Promise<GrantCredentials> =>
    JSON.parse((await world.vault.get(name)) ?? 'null') as GrantCredentials;
  /** Lets the broker fetch a token, and WeChat forget that it was asked. */
  const fetched = async () => {
    const token = await broker.get(APP_ID);
    world.weChat.asked.splice(0);
    return token;
  };

  test('500 callers at once for a token that has just expired: WeChat sees one refresh', async () => {
    const tokens = await Promise.all(Array.from({ length: 500 }, () => broker.get(APP_ID)));
    expect(world.weChat.asked).toEqual(['refresh']);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(new Set(tokens.map(({ version }) => version)).size).toBe(1);
  });

  test('callers of brokers that share one vault: WeChat sees one refresh', async () => {
    const brokers = [broker, await world.broker(), await world.broker()];
    const tokens = await Promise.all(Array.from({ length: 90 }, (_, i) => (brokers[i % 3] ?? broker).get(APP_ID)));
    expect(world.weChat.asked).toEqual(['refresh']);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
  });

  test('a token that lives is handed out as it is, for at least five minutes and renewed within ten', async () => {
    const first = await fetched();
    world.clock.advance(7_200 - 601);
    expect(await broker.get(APP_ID)).toEqual(first);
    world.clock.advance(301);
    const second = await broker.get(APP_ID);
    expect(second.token).not.toBe(first.token);
    expect(second.version).not.toBe(first.version);
    expect(world.weChat.asked).toEqual(['refresh']);
  });

  test('what is renewed is stored whole, with the refresh token that came back', async () => {
    const { token, expiresAt } = await broker.get(APP_ID);
    expect(await stored()).toEqual({ accessToken: token, accessTokenExpiresAt: expiresAt, refreshToken: 'refresh-1' });
  });

  test('renewing early may fail as long as the token lives, and is not tried again at once', async () => {
    const first = await fetched();
    world.clock.advance(7_200 - 299);
    world.weChat.trouble = busy();
    expect(await broker.get(APP_ID)).toEqual(first);
    expect(await broker.get(APP_ID)).toEqual(first);
    expect(world.weChat.asked).toEqual(['refresh']);
    world.clock.advance(30);
    world.weChat.trouble = null;
    expect((await broker.get(APP_ID)).token).not.toBe(first.token);
  });

  test('one with less than a minute left is not handed out', async () => {
    await fetched();
    world.clock.advance(7_200 - 59);
    world.weChat.trouble = busy();
    await expect(broker.get(APP_ID)).rejects.toBeInstanceOf(WeChatUnavailableError);
  });

  test('a refused token is renewed once, however many met the refusal', async () => {
    const first = await fetched();
    const again = await Promise.all(
      Array.from({ length: 20 }, async () => {
        await broker.refused(APP_ID, first);
        return broker.get(APP_ID);
      }),
    );
    expect(world.weChat.asked).toEqual(['refresh']);
    expect(new Set(again.map(({ token }) => token)).size).toBe(1);
    // Who comes late with the old one takes nothing away.
    await broker.refused(APP_ID, first);
    expect((await broker.get(APP_ID)).token).toBe(again[0]?.token);
  });

  test('if WeChat refuses every token, that costs one refresh in ten seconds for each account', async () => {
    const other = 'wxfedcba9876543210';
    world.accounts.set(other, { status: 'AUTHORIZED', grant: 1 });
    world.weChat.refreshTokens.set(other, 'refresh-of-other');
    await world.vault.put(`grant/${other}/1`, JSON.stringify(world.expired('refresh-of-other')));
    const refuse = async (appId = APP_ID) => broker.refused(appId, await broker.get(appId));
    await fetched();
    expect(await refuse()).toBe(true);
    for (let call = 0; call < 20; call += 1) expect(await refuse()).toBe(false);
    expect(world.weChat.asked).toEqual(['refresh']);
    world.clock.advance(10);
    expect([await refuse(), await refuse()]).toEqual([true, false]);
    expect(world.weChat.asked).toEqual(['refresh', 'refresh']);
    expect(await refuse(other)).toBe(true);
  });

  describe('R6: another refresh token than the one kept is another grant’s', () => {
    test('it is told once, and not kept under the number of the former one; the next number is used at once', async () => {
      const kept = await stored();
      world.weChat.refreshTokens.set(APP_ID, 'refresh-2');
      for (let call = 0; call < 5; call += 1) {
        await expect(broker.get(APP_ID)).rejects.toBeInstanceOf(WeChatUnavailableError);
      }
      expect(world.weChat.asked).toEqual(['refresh', 'info']);
      expect(await stored()).toEqual(kept);
      expect(world.notAuthorized).toEqual([[APP_ID, 1]]);
      world.accounts.set(APP_ID, { status: 'AUTHORIZED', grant: 2 });
      await world.vault.put(`grant/${APP_ID}/2`, JSON.stringify(world.expired('refresh-2')));
      expect((await broker.get(APP_ID)).grant).toBe(2);
    });

    test('also where only the list tells it', async () => {
      const kept = await stored();
      world.weChat.refreshTokens.set(APP_ID, 'refresh-2');
      world.weChat.told.set(APP_ID, null);
      const listed = { appId: APP_ID, refreshToken: 'refresh-2', grantedAt: '2026-01-01T00:00:00.000Z' };
      world.weChat.listed = [listed];
      await expect(broker.get(APP_ID)).rejects.toBeInstanceOf(WeChatUnavailableError);
      expect(await stored()).toEqual(kept);
      expect(world.listed).toEqual([listed]);
    });
  });

  test.each([48001, 50002])(
    '%i: whatever WeChat refuses it for, it is not asked again for a while',
    async (errcode) => {
      world.weChat.trouble = new WeChatRefusedError(errcode, 'refused');
      for (let call = 0; call < 5; call += 1) await expect(broker.get(APP_ID)).rejects.toMatchObject({ errcode });
      expect(world.weChat.asked).toEqual(['refresh']);
      expect(world.notAuthorized).toEqual([]);
      world.weChat.trouble = null;
      world.clock.advance(60);
      await expect(broker.get(APP_ID)).resolves.toBeDefined();
    },
  );

  test('one that the exchange did not bring is asked for, in the list where the account does not tell it', async () => {
    await world.vault.put(NAME, JSON.stringify({ accessToken: null, accessTokenExpiresAt: null, refreshToken: null }));
    world.weChat.told.set(APP_ID, null);
    const others = Array.from({ length: 700 }, (_, i) => ({ appId: `wx${i}`, refreshToken: 'x', grantedAt: '' }));
    world.weChat.listed = [...others, { appId: APP_ID, refreshToken: 'refresh-1', grantedAt: '' }];
    await broker.get(APP_ID);
    expect(world.weChat.asked).toEqual(['info', 'list', 'list', 'refresh']);
  });

  test('credentials that never reached the disk are asked for', async () => {
    await world.vault.erase(NAME);
    const { token } = await broker.get(APP_ID);
    expect((await stored()).accessToken).toBe(token);
  });

  test('credentials that reach the disk while they are asked for lack only the token', async () => {
    await world.vault.erase(NAME);
    let open = (): void => undefined;
    world.weChat.gate = new Promise((resolve) => (open = resolve));
    const asking = broker.get(APP_ID);
    while (world.weChat.count('refresh') === 0) await new Promise(setImmediate);
    const bare = { accessToken: null, accessTokenExpiresAt: null, refreshToken: 'refresh-1' };
    await world.vault.put(NAME, JSON.stringify(bare));
    open();
    const { token } = await asking;
    expect((await stored()).accessToken).toBe(token);
    expect(world.weChat.count('refresh')).toBe(1);
  });

  test.each<[string, (world: TokenWorld) => void, string[]]>([
    ['61003', ({ weChat }) => weChat.refreshTokens.clear(), ['refresh']],
    ['61023, and no other is told', ({ weChat }) => weChat.told.set(APP_ID, null), ['refresh', 'info', 'list']],
    ['61023, and the same is told', ({ weChat }) => weChat.told.set(APP_ID, 'refresh-1'), ['refresh', 'info']],
  ])('%s: not authorized any more; told once, and not asked again for a while', async (_, happen, asked) => {
    world.weChat.refreshTokens.set(APP_ID, 'refresh-2');
    happen(world);
    const failed = await Promise.allSettled(Array.from({ length: 20 }, () => broker.get(APP_ID)));
    await expect(broker.get(APP_ID)).rejects.toBeInstanceOf(NotAuthorizedError);
    expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
    expect(world.weChat.asked).toEqual(asked);
    expect(world.notAuthorized).toEqual([[APP_ID, 1]]);
    world.weChat.refreshTokens.set(APP_ID, 'refresh-1');
    world.clock.advance(60);
    await expect(broker.get(APP_ID)).resolves.toBeDefined();
  });

  test.each(['NONE', 'DEAUTHORIZED', 'RELEASED'] as const)(
    'R6: %s gets no token and asks WeChat nothing',
    async (status) => {
      world.accounts.set(APP_ID, { status, grant: 1 });
      await expect(broker.get(APP_ID)).rejects.toBeInstanceOf(NotAuthorizedError);
      expect(world.weChat.asked).toEqual([]);
      expect(world.notAuthorized).toEqual([]);
    },
  );

  test('the newest grant counts', async () => {
    await broker.get(APP_ID);
    world.accounts.set(APP_ID, { status: 'AUTHORIZED', grant: 2 });
    world.weChat.refreshTokens.set(APP_ID, 'refresh-2');
    await world.vault.put(`grant/${APP_ID}/2`, JSON.stringify(world.expired('refresh-2')));
    expect((await broker.get(APP_ID)).grant).toBe(2);
    expect((await stored(`grant/${APP_ID}/2`)).refreshToken).toBe('refresh-2');
  });

  describe('while a refresh is under way', () => {
    let answer: () => void;
    let refreshing: Promise<PromiseSettledResult<unknown>[]>;

    beforeEach(async () => {
      world.weChat.gate = new Promise((resolve) => (answer = resolve));
      refreshing = Promise.allSettled([broker.get(APP_ID)]);
      while (world.weChat.count('refresh') === 0) await new Promise(setImmediate);
    });

    test('R6: credentials that are erased stay erased', async () => {
      world.accounts.set(APP_ID, { status: 'DEAUTHORIZED', grant: 1 });
      await world.vault.erase(NAME);
      answer();
      expect(await refreshing).toMatchObject([{ status: 'rejected', reason: { code: 'WECHAT_UNAVAILABLE' } }]);
      expect(await world.vault.get(NAME)).toBeNull();
    });

    test('a slow refresher does not overwrite a newer token', async () => {
      const newer = {
        accessToken: 'newer',
        accessTokenExpiresAt: world.weChat.in(7_200_000),
        refreshToken: 'refresh-9',
      };
      await world.vault.put(NAME, JSON.stringify(newer));
      answer();
      expect(await refreshing).toMatchObject([{ status: 'fulfilled', value: { token: 'newer' } }]);
      expect(await stored()).toEqual(newer);
    });

    test('one whose lease went to another process does not overwrite what that one stored', async () => {
      const other = await world.broker();
      // Its holder was held up for longer than its lease lasts.
      world.clock.advance(16);
      world.weChat.gate = Promise.resolve();
      const newer = await other.get(APP_ID);
      answer();
      expect(await refreshing).toMatchObject([{ status: 'fulfilled', value: { token: newer.token } }]);
      expect((await stored()).accessToken).toBe(newer.token);
    });
  });

  describe('while a token that lives is renewed early', () => {
    let first: AccessToken;
    let answer: () => void;
    let fail: (error: Error) => void;
    let refreshing: Promise<AccessToken>;

    beforeEach(async () => {
      first = await fetched();
      world.clock.advance(7_200 - 299);
      world.weChat.gate = new Promise((resolve, reject) => ([answer, fail] = [resolve, reject]));
      refreshing = broker.get(APP_ID);
      while (world.weChat.count('refresh') === 0) await new Promise(setImmediate);
    });

    test.each(['here', 'in another process'])('and refused %s: everyone gets the one that comes', async (where) => {
      await (where === 'here' ? broker : await world.broker()).refused(APP_ID, first);
      const waiting = broker.get(APP_ID);
      answer();
      expect((await refreshing).token).not.toBe(first.token);
      expect((await waiting).token).toBe((await refreshing).token);
      expect(world.weChat.asked).toEqual(['refresh']);
    });

    test('and refused, it is not handed out again where renewing fails', async () => {
      await broker.refused(APP_ID, first);
      fail(busy());
      await expect(refreshing).rejects.toBeInstanceOf(WeChatUnavailableError);
    });
  });

  test('R6: what was never stored is not stored for a grant that died meanwhile', async () => {
    await world.vault.erase(NAME);
    let answer = (): void => undefined;
    world.weChat.gate = new Promise((resolve) => (answer = resolve));
    const refreshing = Promise.allSettled([broker.get(APP_ID)]);
    while (world.weChat.count('refresh') === 0) await new Promise(setImmediate);
    world.accounts.set(APP_ID, { status: 'DEAUTHORIZED', grant: 1 });
    answer();
    expect(await refreshing).toMatchObject([{ status: 'rejected' }]);
    expect(await world.vault.names('grant/')).toEqual([]);
  });
});
