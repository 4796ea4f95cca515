import type { Vault } from '../../../src/vault/vault.js';
import type { TokenSource } from '../../../src/wechat/token-source.js';
import { busy } from './refreshing-wechat.js';
import { TokenWorld } from './token-world.js';

describe('the token of the platform', () => {
  let world: TokenWorld & { readonly vault: Vault };
  let fetches: number;
  let trouble: Error | null;

  const process = async (component = 'wxcomponent'): Promise<TokenSource> => {
    const keepToken = await world.keepToken(component);
    return keepToken(() => {
      if (trouble !== null) return Promise.reject(trouble);
      fetches += 1;
      return Promise.resolve({ token: `${component}-${fetches}`, expiresAt: world.clock.now() + 7_200_000 });
    });
  };

  beforeEach(async () => {
    world = await TokenWorld.open();
    fetches = 0;
    trouble = null;
  });

  afterEach(() => world.close());

  test('is fetched once for all processes, and outlives them', async () => {
    const [one, other] = [await process(), await process()];
    const tokens = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? one : other).get()));
    expect(new Set(tokens)).toEqual(new Set(['wxcomponent-1']));
    expect(await (await process()).get()).toBe('wxcomponent-1');
  });

  test('refused in one process, it is fetched once more for all; a late refusal takes nothing away', async () => {
    const [one, other] = [await process(), await process()];
    const token = await one.get();
    await Promise.all([one.refused(token), other.refused(token)]);
    expect(await Promise.all([one.get(), other.get()])).toEqual(['wxcomponent-2', 'wxcomponent-2']);
    await other.refused(token);
    expect(await one.get()).toBe('wxcomponent-2');
  });

  test('is fetched early, and kept while that fails', async () => {
    const one = await process();
    await one.get();
    world.clock.advance(7_200 - 601);
    expect(await one.get()).toBe('wxcomponent-1');
    world.clock.advance(302);
    trouble = busy();
    expect(await one.get()).toBe('wxcomponent-1');
    trouble = null;
    world.clock.advance(30);
    expect(await one.get()).toBe('wxcomponent-2');
  });

  test('of another platform is not used', async () => {
    await (await process('wxformer')).get();
    expect(await (await process('wxnow')).get()).toBe('wxnow-2');
  });

  test('R29: lies in the vault only, under a name that tells nothing', async () => {
    await (await process()).get();
    expect(await world.vault.names('component/')).toEqual(['component/token']);
  });
});
