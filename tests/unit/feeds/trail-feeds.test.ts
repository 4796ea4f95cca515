import type { FeedItem } from '../../../src/application/feeds/feeds.js';
import { inShort, openFeedWorld, take, cursorAt, viewer, type EventParts, type FeedWorld } from './feed-world.js';

const operator = viewer('OPERATOR', 't1');
const all = { after: '0', appId: null, communityIds: null };
const now = { after: null, appId: null, communityIds: null };
const many = (count: number, parts: EventParts = {}): EventParts[] => Array.from({ length: count }, () => parts);

describe('feeds over the trail', () => {
  let world: FeedWorld;
  beforeEach(async () => {
    world = await openFeedWorld();
  });
  afterEach(async () => {
    expect(world.leftBehind()).toBe(0);
    await world.close();
  });

  it('begins with a checkpoint, delivers the past, says so, and goes on', async () => {
    await world.happen({}, {}, {});
    const feed = world.feeds.bindingChanges(operator, all);
    expect(inShort(await take(feed, 5))).toEqual(['at 0', 1, 2, 3, 'caught up at 3']);
    const next = feed.next();
    await world.happen({}, {});
    expect(inShort([(await next).value, ...(await take(feed, 1))])).toEqual([4, 5]);
    await feed.return?.();
  });

  it('without a cursor begins at the moment of the call, not of the first pull', async () => {
    await world.happen({});
    const feed = world.feeds.bindingChanges(operator, now);
    await world.happen({});
    expect(inShort(await take(feed, 2))).toEqual(['caught up at 1', 2]);
    await feed.return?.();
  });

  it('tells of an event only when the views, from which the rest of the message comes, hold it', async () => {
    const feed = world.feeds.bindingChanges(operator, now);
    await take(feed, 1);
    const release = world.holdViews();
    const next = feed.next();
    let isTold = false;
    void next.then(() => (isTold = true));
    await world.happen({});
    expect(isTold).toBe(false);
    release();
    expect(inShort([(await next).value])).toEqual([1]);
    await feed.return?.();
  });

  it('has caught up at once where there is no past', async () => {
    const feed = world.feeds.bindingChanges(operator, all);
    expect(inShort(await take(feed, 1))).toEqual(['caught up at 0']);
    await feed.return?.();
  });

  it('resumes behind any cursor without gap or repeat, over many pages', async () => {
    await world.happen(...many(450));
    const feed = world.feeds.bindingChanges(operator, all);
    const first = await take(feed, 201);
    await feed.return?.();
    const again = world.feeds.bindingChanges(operator, { ...all, after: cursorAt(200) });
    const rest = await take(again, 252);
    await again.return?.();
    const numbers = Array.from({ length: 450 }, (_, index) => index + 1);
    expect(inShort([...first, ...rest])).toEqual([
      'at 0',
      ...numbers.slice(0, 200),
      'at 200',
      ...numbers.slice(200),
      'caught up at 450',
    ]);
  });

  it.each([
    ['a cursor beyond the head', cursorAt(9), 'CURSOR_BEYOND_HEAD'],
    ['a cursor of another installation', cursorAt(1).replace('aa', 'bb'), 'FOREIGN_CURSOR'],
    ['what is no cursor', 'eyJwYWdlIjoxfQ', 'INVALID_CURSOR'],
  ])('refuses %s by name', async (_, after, code) => {
    await world.happen({});
    await expect(world.feeds.bindingChanges(operator, { ...all, after }).next()).rejects.toMatchObject({ code });
  });

  it('sends a checkpoint after 10 quiet seconds', async () => {
    const feed = world.feeds.bindingChanges(operator, now);
    await take(feed, 1);
    const next = feed.next();
    await world.happen({ seenBy: ['t2'] });
    await settled();
    world.timer.pass(9_999);
    await settled();
    world.timer.pass(1);
    expect(inShort([(await next).value])).toEqual(['caught up at 1']);
    await feed.return?.();
  });

  it('sends a checkpoint after 1,000 events of others', async () => {
    const feed = world.feeds.bindingChanges(operator, now);
    await take(feed, 1);
    const next = feed.next();
    await world.happen(...many(999, { seenBy: ['t2'] }));
    await settled();
    await world.happen({ seenBy: ['t2'] });
    expect(inShort([(await next).value])).toEqual(['caught up at 1000']);
    await feed.return?.();
  });

  it('sends a checkpoint after 1,000 events of the past that its filter kept back', async () => {
    await world.happen(...many(1_500, { appId: 'wx2' }), {});
    const feed = world.feeds.bindingChanges(operator, { ...all, appId: 'wx1' });
    expect(inShort(await take(feed, 4))).toEqual(['at 0', 'at 1000', 1_501, 'caught up at 1501']);
    await feed.return?.();
  });

  it('waits for a stopped trail instead of passing over what it has not told', async () => {
    await world.happen({});
    const feed = world.feeds.bindingChanges(operator, now);
    await take(feed, 1);
    const next = feed.next();
    world.happenBesideStoppedTrail(2_000);
    expect(inShort([(await next).value])).toEqual(['caught up at 1']);
    await feed.return?.();
  });

  it('settles a pending pull when it is returned', async () => {
    const feed = world.feeds.bindingChanges(operator, now);
    await take(feed, 1);
    const pending = feed.next();
    await feed.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect((await feed.next()).done).toBe(true);
  });

  it('may be returned before it was pulled, also where its cursor is refused', async () => {
    await world.feeds.bindingChanges(operator, { ...all, after: 'no cursor' }).return?.();
  });

  describe('what is told', () => {
    const told = async (feed: AsyncIterableIterator<FeedItem>): Promise<string> => {
      const items: string[] = [];
      for await (const item of feed) {
        if (item.kind === 'event') items.push(item.event.id.replace('event-', ''));
        else if (item.caughtUp) break;
      }
      return items.join(' ');
    };

    beforeEach(async () => {
      await world.happen(
        {},
        { communityId: 'k2', seenBy: ['t1', 't2'] },
        { appId: 'wx2', communityId: 'k3' },
        { type: 'AccountDeauthorized', communityId: null, feeds: ['bindings', 'accounts'], seenBy: ['t1', 't2'] },
        { type: 'CommunityRegistered', feeds: [], seenByServices: false },
        { type: 'PaymentInterfaceAdded', communityId: null, feeds: ['accounts'], seenByServices: false },
        { seenBy: ['t3'], metadata: { tenant: 't3', actorTenant: 't3', actor: 'actor-3' } },
      );
    });

    it('R27: a tenant is told of what concerned it', async () => {
      expect(await told(world.feeds.bindingChanges(operator, all))).toBe('1 2 3 4');
      expect(await told(world.feeds.bindingChanges(viewer('VIEWER', 't2'), all))).toBe('2 4');
      expect(await told(world.feeds.accountChanges(operator, all))).toBe('4 6');
      expect(await told(world.feeds.auditTrail(operator, { after: '0', filter: {} }))).toBe('1 2 3 4 5 6');
    });

    it('R27: services are told of bindings and account status of all, auditors of everything', async () => {
      expect(await told(world.feeds.bindingChanges(viewer('SERVICE'), all))).toBe('1 2 3 4 7');
      expect(await told(world.feeds.accountChanges(viewer('SERVICE'), all))).toBe('4');
      expect(await told(world.feeds.auditTrail(viewer('AUDITOR'), { after: '0', filter: {} }))).toBe('1 2 3 4 5 6 7');
    });

    it('R27: nobody else is told', () => {
      for (const role of ['AUDITOR', 'PLATFORM_ADMIN'] as const) {
        expect(() => world.feeds.bindingChanges(viewer(role), all)).toThrow(
          expect.objectContaining({ code: 'FORBIDDEN' }) as Error,
        );
        expect(() => world.feeds.accountChanges(viewer(role), all)).toThrow(
          expect.objectContaining({ code: 'FORBIDDEN' }) as Error,
        );
      }
      for (const role of ['SERVICE', 'PLATFORM_ADMIN'] as const) {
        expect(() => world.feeds.auditTrail(viewer(role), { after: '0', filter: {} })).toThrow(
          expect.objectContaining({ code: 'FORBIDDEN' }) as Error,
        );
      }
    });

    it('filters by account and communities; messages about the whole account come as well', async () => {
      expect(await told(world.feeds.bindingChanges(operator, { ...all, appId: 'wx2' }))).toBe('3');
      expect(await told(world.feeds.bindingChanges(operator, { ...all, communityIds: ['k2', 'k3'] }))).toBe('2 3 4');
      expect(await told(world.feeds.bindingChanges(operator, { ...all, communityIds: ['k3'], appId: 'wx1' }))).toBe(
        '4',
      );
    });

    it('R27: a filter on what one may not see is silent', async () => {
      expect(await told(world.feeds.auditTrail(operator, { after: '0', filter: { tenantId: 't3' } }))).toBe('');
      expect(await told(world.feeds.auditTrail(operator, { after: '0', filter: { actorId: 'actor-3' } }))).toBe('');
    });

    it('finds what a person did by the subject of its token', async () => {
      const actor = await world.knowPerson('zhang');
      await world.happen({ metadata: { actor } });
      const filter = { actorSubject: 'zhang' };
      expect(await told(world.feeds.auditTrail(operator, { after: '0', filter }))).toBe('8');
      expect(await told(world.feeds.auditTrail(operator, { after: '0', filter: { actorSubject: 'nobody' } }))).toBe('');
    });
  });
});

/** Until whatever was set going by the last step has come to its own wait: reads of the embedded engine are immediate. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
