import { seededRandom } from '../../../src/seeded-random.js';
import { accountOf } from '../../support/happenings.js';
import { headOf, logOf } from '../../support/log.js';
import { officerOf, partyOf } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { follow, type BindingMessage, type TrailMessage } from './documents.js';
import { Resuming } from './resuming.js';

const EVENTS = 10_000;
const TENANTS = 5;

/** Set SEED to the number in a failing test's name to run the same cuts again. */
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32));

describe('feeds: what was missed first, then what is new, without gap or repeat', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  test(`a subscriber that is cut off at random sees ${EVENTS} events once, in order, seed ${SEED}`, async () => {
    const random = seededRandom(SEED);
    const auditor = await officerOf(system, 'AUDITOR');
    const service = await officerOf(system, 'SERVICE');
    const begin = await headOf(system);
    const trail = new Resuming<TrailMessage>(
      (after) => follow(system, auditor, 'auditTrail', { after }),
      random,
      begin,
    );
    const bindings = new Resuming<BindingMessage>(
      (after) => follow(system, service, 'bindingChanges', { after }),
      random,
      begin,
    );
    let end: string | null = null;

    const writing = Promise.all(Array.from({ length: TENANTS }, () => registerAndBind(random))).then(async () => {
      end = await headOf(system);
    });
    await Promise.all([writing, trail.reach(() => end), bindings.reach(() => end)]);

    const log = await logOf(system, begin);
    expect(log.length).toBeGreaterThanOrEqual(EVENTS);
    expect(trail.cuts).toBeGreaterThan(5);
    expect(trail.seen.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    const bound = log.filter(({ type }) => type === 'CommunityBound');
    expect(bindings.seen.map(({ community }) => community?.id)).toEqual(bound.map(({ data }) => data['communityId']));
    expect(bindings.seen.map(({ cursor }) => cursor)).toEqual(bound.map(({ cursor }) => cursor));
  });

  /** Half of a tenant's events register communities, half bind them, in portions of any size. */
  async function registerAndBind(random: () => number): Promise<void> {
    const tenant = await partyOf(system);
    const appId = await accountOf(system, tenant);
    for (let left = EVENTS / TENANTS / 2; left > 0;) {
      const portion = Math.min(left, 1 + Math.floor(random() * 200));
      const ids = await tenant.register(...Array.from({ length: portion }, (_, index) => `花园 ${index}`));
      await tenant.bind(appId, ...ids);
      left -= portion;
    }
  }
});
