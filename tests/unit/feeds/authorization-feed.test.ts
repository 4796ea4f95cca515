import type { AuthorizationDocument } from '../../../projections/documents.js';
import { openFeedWorld, take, viewer, type FeedWorld } from './feed-world.js';

const operator = viewer('OPERATOR', 't1');
const run: AuthorizationDocument = {
  authorizationId: 'run1',
  tenantId: 't1',
  status: 'WAITING',
  startedAt: new Date(0).toISOString(),
  expiresAt: new Date(600_000).toISOString(),
  returnUrl: null,
  appId: null,
  refusal: null,
};

describe('authorizationChanges', () => {
  let world: FeedWorld;
  beforeEach(async () => {
    world = await openFeedWorld();
    await world.authorization(run);
  });
  afterEach(async () => {
    expect(world.leftBehind()).toBe(0);
    await world.close();
  });

  it('R1: tells the present state, then each change, and ends with the last one', async () => {
    const feed = world.feeds.authorizationChanges(operator, 'run1');
    expect(await take(feed, 1)).toEqual([run]);
    const rest = take(feed, 9);
    await world.authorization({ ...run, authorizationId: 'run2' });
    await world.authorization({ ...run, status: 'AUTHORIZED', appId: 'wx1' });
    expect(await rest).toEqual([{ ...run, status: 'AUTHORIZED', appId: 'wx1' }]);
  });

  it('ends at once where the run has ended', async () => {
    await world.authorization({ ...run, status: 'REFUSED' });
    expect(await take(world.feeds.authorizationChanges(operator, 'run1'), 9)).toEqual([{ ...run, status: 'REFUSED' }]);
  });

  it('ends when the run expires', async () => {
    const feed = world.feeds.authorizationChanges(operator, 'run1');
    await take(feed, 1);
    const rest = take(feed, 9);
    await new Promise(setImmediate);
    world.timer.pass(600_000);
    expect(await rest).toEqual([run]);
  });

  it("R27: another tenant's run looks like an unknown one", async () => {
    expect(await take(world.feeds.authorizationChanges(viewer('OPERATOR', 't2'), 'run1'), 9)).toEqual([null]);
    expect(await take(world.feeds.authorizationChanges(operator, 'run9'), 9)).toEqual([null]);
  });

  it('settles a pending pull when it is returned', async () => {
    const feed = world.feeds.authorizationChanges(operator, 'run1');
    await take(feed, 1);
    const pending = feed.next();
    await feed.return?.();
    expect((await pending).done).toBe(true);
  });
});
