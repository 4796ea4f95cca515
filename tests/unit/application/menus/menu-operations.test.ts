import { TryAgainError } from '../../../../src/application/answer.js';
import { menuButton, type MenuButton } from '../../../../src/domain/menu/buttons.js';
import { newAppId } from '../../../support/happenings.js';
import * as story from '../../domain/stories.js';
import { codeOf, Crash, dyingAt, openMenuWorld, outrun, type MenuWorld } from './menu-world.js';

const { OWNER, RECIPIENT, STRANGER } = story;
const draft = (name: string): MenuButton[] => [menuButton(name, { type: 'CLICK', key: name })];
const noFailure = (error: unknown): never => {
  throw error;
};

describe('R25: what is live is what the trail says', () => {
  let world: MenuWorld;
  beforeAll(async () => {
    world = await openMenuWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    const { wechat } = world;
    wechat.live = null;
    wechat.asked.length = 0;
    wechat.moods.length = 0;
    wechat.before = () => Promise.resolve();
    wechat.mostAtOnce = 0;
  });

  /** An account of its own with version 1 of a draft, named `一`. */
  const drafted = async (): Promise<string> => {
    const appId = newAppId();
    await world.happen(story.authorized({ appId }), story.drafted(1, draft('一'), { appId }));
    return appId;
  };
  const redrafted = (appId: string) => world.happen(story.drafted(2, draft('二'), { appId }));
  const told = async (appId: string) =>
    (await world.trail(appId)).map(({ type, data }) =>
      type === 'MenuPublished' ? `${type} ${String(data['version'])}` : type,
    );
  const liveNow = () => (world.wechat.live as { name: string }[] | null)?.map(({ name }) => name) ?? null;

  it('a menu is published once WeChat took it, and the same key has the same answer', async () => {
    const appId = await drafted();
    const one = world.process();
    const first = await world.publish(one, appId, 1, 'k');
    expect(first).toMatchObject({ ok: true, result: { appId } });
    expect(await world.publish(one, appId, 1, 'k')).toEqual(first);
    expect(await world.publish(world.process(), appId, 1, 'k')).toEqual(first);
    expect(world.wechat.asked).toEqual(['create 一']);
    expect(await told(appId)).toEqual(['MenuPublished 1']);
    expect(await world.pending(appId)).toBeNull();
    expect(codeOf(await world.publish(one, appId, 2, 'k'))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('what WeChat refuses is forgotten: the key may be sent again', async () => {
    const appId = await drafted();
    world.wechat.moods.push('REFUSES');
    const one = world.process();
    expect(await world.publish(one, appId, 1, 'k')).toEqual({
      ok: false,
      refusal: { code: 'WECHAT_REFUSED', errcode: 40018, errmsg: 'invalid button name size' },
    });
    expect(await world.pending(appId)).toBeNull();
    expect(await told(appId)).toEqual([]);
    expect(codeOf(await world.publish(one, appId, 1, 'k'))).toBe('OK');
  });

  it('nobody but the owner of an authorized account has WeChat asked', async () => {
    const appId = newAppId();
    await world.happen(
      story.authorized({ appId }),
      story.shared(`${appId}.s1`, RECIPIENT, { appId }),
      story.drafted(1, draft('一'), { appId }),
    );
    const one = world.process();
    expect(codeOf(await world.publish(one, appId, 1, 'k', RECIPIENT))).toBe('NOT_ACCOUNT_OWNER');
    expect(codeOf(await world.import(one, appId, 'k', STRANGER))).toBe('ACCOUNT_NOT_FOUND');
    await world.happen(story.deauthorized(story.NOON, { appId }));
    expect(codeOf(await world.publish(one, appId, 1))).toBe('ACCOUNT_NOT_AUTHORIZED');
    expect(codeOf(await world.remove(one, appId))).toBe('ACCOUNT_NOT_AUTHORIZED');
    expect(codeOf(await world.import(one, appId))).toBe('ACCOUNT_NOT_AUTHORIZED');
    expect(world.wechat.asked).toEqual([]);
  });

  describe('also when the answer was lost', () => {
    it.each(['SILENT', 'DOES_AND_IS_SILENT'] as const)('WeChat %s: it is carried on later', async (mood) => {
      const appId = await drafted();
      world.wechat.moods.push(mood);
      const answer = await world.publish(world.process(), appId, 1, 'k');
      expect(answer).toEqual({ ok: false, refusal: { code: 'WECHAT_UNAVAILABLE', retryAfterSeconds: 5 } });
      expect(await told(appId)).toEqual([]);

      await world.process().menus.resume(noFailure);

      expect(await told(appId)).toEqual(['MenuPublished 1']);
      expect(liveNow()).toEqual(['一']);
      expect(await world.pending(appId)).toBeNull();
      // As if it had been answered at once.
      const asked = world.wechat.asked.length;
      expect(codeOf(await world.publish(world.process(), appId, 1, 'k'))).toBe('OK');
      expect(world.wechat.asked).toHaveLength(asked);
      const [event] = await world.trail(appId);
      expect(event?.metadata).toMatchObject({
        actor: 'p1',
        actorTenant: OWNER,
        command: 'PublishMenu',
        correlationId: 'c1',
      });
    });

    it('the same key drives it on, whatever became of the draft', async () => {
      const appId = await drafted();
      world.wechat.moods.push('DOES_AND_IS_SILENT');
      const one = world.process();
      await world.publish(one, appId, 1, 'k');
      await redrafted(appId);
      expect(codeOf(await world.publish(one, appId, 2, 'k'))).toBe('IDEMPOTENCY_KEY_REUSED');
      expect(codeOf(await world.publish(one, appId, 1, 'k'))).toBe('OK');
      expect(await told(appId)).toEqual(['MenuPublished 1']);
      expect(liveNow()).toEqual(['一']);
    });

    it('what is open is settled before anything newer is begun', async () => {
      const appId = await drafted();
      world.wechat.moods.push('DOES_AND_IS_SILENT');
      await world.publish(world.process(), appId, 1);
      await redrafted(appId);
      expect(codeOf(await world.publish(world.process(), appId, 2))).toBe('OK');
      expect(await told(appId)).toEqual(['MenuPublished 1', 'MenuPublished 2']);
      expect(liveNow()).toEqual(['二']);
    });

    it('and while it cannot be settled nothing newer is begun', async () => {
      const appId = await drafted();
      world.wechat.moods.push('DOES_AND_IS_SILENT', 'SILENT', 'SILENT');
      const one = world.process();
      await world.publish(one, appId, 1);
      await redrafted(appId);
      expect(codeOf(await world.publish(one, appId, 2, 'newer'))).toBe('WECHAT_UNAVAILABLE');
      expect(codeOf(await world.import(one, appId))).toBe('WECHAT_UNAVAILABLE');
      expect(world.wechat.asked).toEqual(['create 一', 'create 一', 'create 一']);
      await one.menus.resume(noFailure);
      expect(codeOf(await world.publish(one, appId, 2, 'newer'))).toBe('OK');
      expect(await told(appId)).toEqual(['MenuPublished 1', 'MenuPublished 2']);
    });

    it('what an open one turns out to be refused does not keep a newer one from going on', async () => {
      const appId = await drafted();
      world.wechat.moods.push('SILENT', 'REFUSES');
      await world.publish(world.process(), appId, 1);
      await redrafted(appId);
      expect(codeOf(await world.publish(world.process(), appId, 2))).toBe('OK');
      expect(await told(appId)).toEqual(['MenuPublished 2']);
    });

    it('even when the key was used for something else meanwhile', async () => {
      const appId = await drafted();
      world.wechat.moods.push('DOES_AND_IS_SILENT');
      const one = world.process();
      await world.publish(one, appId, 1, 'k');
      const { identity } = world.order('SaveMenuDraft', appId, 'k', OWNER);
      await world.process().executor.execute({
        command: 'SaveMenuDraft',
        identity,
        acting: { actor: '', actorKind: 'PERSON', actorTenant: OWNER, correlationId: '', causationId: '' },
        writes: [],
        load: () => Promise.resolve(),
        decide: () => ({ kind: 'accepted', events: story.drafted(1, draft('x'), { appId: newAppId() }) }),
        result: () => null,
      });
      await one.menus.resume(noFailure);
      expect(await told(appId)).toEqual(['MenuPublished 1']);
      expect(await world.pending(appId)).toBeNull();
    });
  });

  describe('also after a crash', () => {
    it('before WeChat was asked', async () => {
      const appId = await drafted();
      world.wechat.before = () => Promise.reject(new Crash());
      world.wechat.moods.push('SILENT');
      await expect(world.publish(world.process(), appId, 1, 'k')).rejects.toThrow(Crash);
      expect(liveNow()).toBeNull();
      world.wechat.before = () => Promise.resolve();
      await world.process().menus.resume(noFailure);
      expect([liveNow(), await told(appId)]).toEqual([['一'], ['MenuPublished 1']]);
    });

    it('between WeChat’s answer and the log', async () => {
      const appId = await drafted();
      const dying = world.process({ store: dyingAt(world.store, 'append') });
      await expect(world.publish(dying, appId, 1, 'k')).rejects.toThrow(Crash);
      expect([liveNow(), await told(appId)]).toEqual([['一'], []]);
      expect(codeOf(await world.publish(world.process(), appId, 1, 'k'))).toBe('OK');
      expect([liveNow(), await told(appId)]).toEqual([['一'], ['MenuPublished 1']]);
    });

    it('between the log and the end: WeChat is not asked again, where somebody may have changed it since', async () => {
      const appId = await drafted();
      const dying = world.process({ vault: dyingAt(world.vault, 'erase') });
      await expect(world.publish(dying, appId, 1, 'k')).rejects.toThrow(Crash);
      world.wechat.live = [{ name: '手工', type: 'text', value: '您好' }];
      await world.process().menus.resume(noFailure);
      expect([liveNow(), await told(appId)]).toEqual([['手工'], ['MenuPublished 1']]);
      expect(await world.pending(appId)).toBeNull();
    });
  });

  describe('also when several ask at once', () => {
    it('one at a time speaks to WeChat, and the last in the trail is live', async () => {
      const appId = await drafted();
      const processes = [world.process(), world.process()];
      const work = Array.from({ length: 6 }, (_, index) => {
        const one = processes[index % 2] ?? world.process();
        return index % 3 === 2 ? world.remove(one, appId) : world.publish(one, appId, 1);
      });
      expect((await Promise.all(work)).map(codeOf)).toEqual(Array(6).fill('OK'));
      expect(world.wechat.mostAtOnce).toBe(1);
      const last = (await told(appId)).at(-1);
      expect(liveNow()).toEqual(last === 'MenuDeleted' ? null : ['一']);
      expect(await told(appId)).toHaveLength(6);
    });

    it('one key has one effect', async () => {
      const appId = await drafted();
      const answers = await Promise.all([1, 2, 3].map(() => world.publish(world.process(), appId, 1, 'k')));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(world.wechat.asked).toEqual(['create 一']);
    });

    it('a draft that was saved while its sender waited for the turn is not published', async () => {
      const appId = await drafted();
      const lease = await world.leases.acquire(`menu/${appId}`, 10_000);
      const publishing = world.publish(world.process(), appId, 1);
      await redrafted(appId);
      await lease?.release();
      expect(codeOf(await publishing)).toBe('MENU_DRAFT_CHANGED');
      expect(world.wechat.asked).toEqual([]);
    });

    it('who is held up until another process has taken over does nothing any more', async () => {
      const appId = await drafted();
      await (await world.leases.acquire(`menu/${appId}`, 10_000))?.release();
      await expect(world.publish(world.process({ leases: outrun }), appId, 1, 'k')).rejects.toThrow(TryAgainError);
      expect(world.wechat.asked).toEqual([]);
      expect(codeOf(await world.publish(world.process(), appId, 1, 'k'))).toBe('OK');
    });
  });

  describe('and an operation belongs to its tenure (R7)', () => {
    it('waits while the account is deauthorized, and is carried on when it is authorized again', async () => {
      const appId = await drafted();
      world.wechat.moods.push('DOES_AND_IS_SILENT', 'IS_NOT_AUTHORIZED');
      const one = world.process();
      await world.publish(one, appId, 1, 'k');
      await one.menus.resume(noFailure);
      expect(await world.pending(appId)).not.toBeNull();
      await world.happen(story.deauthorized(story.NOON, { appId }));
      await one.menus.resume(noFailure);
      expect(world.wechat.asked).toHaveLength(2);
      await world.happen(story.resumed({ appId }));
      await one.menus.resume(noFailure);
      expect(await told(appId)).toEqual(['MenuPublished 1']);
    });

    it('is recorded when the account is deauthorized between WeChat’s answer and the log', async () => {
      const appId = await drafted();
      world.wechat.before = () => world.happen(story.deauthorized(story.NOON, { appId }));
      expect(codeOf(await world.publish(world.process(), appId, 1))).toBe('OK');
      expect(await told(appId)).toEqual(['MenuPublished 1']);
    });

    it('is dropped and never sent when the tenure has ended', async () => {
      const appId = await drafted();
      world.wechat.moods.push('SILENT');
      await world.publish(world.process(), appId, 1);
      await world.happen(story.released({ appId }), story.authorized({ appId, tenure: 2, grant: 2, owner: STRANGER }));
      await world.process().menus.resume(noFailure);
      expect(world.wechat.asked).toEqual(['create 一']);
      expect(await world.pending(appId)).toBeNull();
      expect(await told(appId)).toEqual([]);
    });

    it('is not recorded in another’s tenure when the account changes hands meanwhile', async () => {
      const appId = await drafted();
      world.wechat.before = () =>
        world.happen(story.released({ appId }), story.authorized({ appId, tenure: 2, grant: 2, owner: STRANGER }));
      expect(codeOf(await world.publish(world.process(), appId, 1))).toBe('ACCOUNT_NOT_FOUND');
      expect(await told(appId)).toEqual([]);
      expect(await world.pending(appId)).toBeNull();
    });

    it('WeChat’s first “not authorized” is an answer like any other', async () => {
      const appId = await drafted();
      world.wechat.moods.push('IS_NOT_AUTHORIZED');
      expect(codeOf(await world.publish(world.process(), appId, 1))).toBe('WECHAT_REFUSED');
      expect(await world.pending(appId)).toBeNull();
    });
  });

  it('deleting what is not there succeeds; importing then finds nothing', async () => {
    const appId = await drafted();
    const one = world.process();
    expect(codeOf(await world.remove(one, appId))).toBe('OK');
    expect(codeOf(await world.import(one, appId))).toBe('OK');
    const [, imported] = await world.trail(appId);
    expect(imported?.data).toMatchObject({ found: null, open: false, changed: false, version: null });
  });

  it('importing shows what somebody changed by hand in WeChat', async () => {
    const appId = await drafted();
    const one = world.process();
    await world.publish(one, appId, 1);
    world.wechat.live = [{ name: '手工', sub_button: { list: [{ name: '您好', type: 'text', value: '欢迎' }] } }];
    const first = await world.import(one, appId, 'k');
    expect(await world.import(one, appId, 'k')).toEqual(first);
    expect(await world.trail(appId)).toMatchObject([
      { type: 'MenuPublished' },
      {
        type: 'MenuImported',
        data: {
          found: [menuButton('手工', { children: [menuButton('您好', { type: 'TEXT', value: '欢迎' })] })],
          open: true,
          changed: true,
          version: null,
        },
      },
    ]);
  });
});
