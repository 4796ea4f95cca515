import fc from 'fast-check';
import { trail, type TrailEntry } from '../../../projections/trail/projection.js';
import type { TrailDocument } from '../../../projections/documents.js';
import { createFeeds } from '../../../src/application/feeds/create-feeds.js';
import type { SortOrder } from '../../../src/application/queries/queries.js';
import type { Asker } from '../../../src/application/queries/reads.js';
import type { EventData, StoredEvent } from '../../../src/event-store/port.js';
import { audienceOf } from '../../../src/application/trail/audience.js';
import type { TrailFilter } from '../../../src/application/trail/trail-filter.js';
import { MemoryLog } from '../projections/memory-log.js';
import { Story } from '../projections/story.js';
import { projected } from '../projections/projected.js';
import { auditor, openQueryWorld, operator, type QueryWorld } from '../queries/query-world.js';

/** More than two blocks of the search, so that pages begin and end within, on and across their borders. */
const EVENTS = 8_500;

/** A log in which several people of several tenants give commands of one to three events, one after another. */
class BusyLog extends MemoryLog {
  override add(stream: string, type: string, data: EventData): StoredEvent {
    const n = this.events.length;
    const command = Math.floor(n / ((n % 3) + 1));
    return super.add(stream, type, data, {
      command: ['BindCommunities', 'UnbindCommunities', 'RedeemShareCode'][command % 3] ?? '',
      commandId: `command-${command}`,
      correlationId: `request-${Math.floor(command / 5)}`,
      actor: `p${command % 7}`,
      actorTenant: `t${(command % 3) + 1}`,
      tenant: `t${(n % 4) + 1}`,
    });
  }
}

let world: QueryWorld;
let events: readonly TrailDocument[];
let filters: fc.Arbitrary<TrailFilter>;
let askers: fc.Arbitrary<Asker>;

beforeAll(async () => {
  world = await openQueryWorld(new BusyLog());
  const story = new Story(world.log);
  for (let n = 0; world.log.events.length < EVENTS; n += 1) story.go([n * 7, n * 13, n * 29]);
  await world.catchUp();
  const entries: TrailEntry[] = [...projected(trail, world.log.events).values()];
  events = entries.filter((entry) => entry.kind === 'event');

  // What some event says, so that most searches find something.
  const some = <Value>(of: (event: TrailDocument) => Value | null): fc.Arbitrary<Value | null> => {
    const values = [...new Set(events.map(of))];
    return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
  };
  const types = [...new Set(events.map(({ type }) => type)), 'Unheard'];
  filters = fc.record({
    appId: some(({ appId }) => appId),
    tenantId: some(({ metadata }) => metadata.tenant),
    communityId: some(({ communityId }) => communityId),
    actorId: some(({ metadata }) => metadata.actor),
    command: some(({ metadata }) => metadata.command),
    commandId: some(({ metadata }) => metadata.commandId),
    correlationId: some(({ metadata }) => metadata.correlationId),
    types: fc.oneof(fc.constant(null), fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 4 })),
    from: some(({ metadata }) => metadata.occurredAt),
    until: some(({ metadata }) => metadata.occurredAt),
  });
  const tenants = [...new Set(events.flatMap(({ seenBy }) => seenBy)), 'stranger'];
  askers = fc.oneof(fc.constant(auditor), fc.constantFrom(...tenants).map(operator));
});
afterAll(() => world.close());

/** What the search is to find, told as plainly as can be. */
function plainly({ viewer }: Asker, filter: TrailFilter): readonly TrailDocument[] {
  const audience = audienceOf(viewer);
  const tenant = audience === null || audience === 'ALL' ? null : audience.tenant;
  const is = (wanted: string | null | undefined, actual: string | null): boolean => wanted == null || wanted === actual;
  return events.filter((event) => {
    const { metadata, appId, communityId, type, seenBy } = event;
    return (
      (tenant === null || seenBy.includes(tenant)) &&
      is(filter.appId, appId) &&
      is(filter.communityId, communityId) &&
      is(filter.tenantId, metadata.tenant) &&
      is(filter.command, metadata.command) &&
      is(filter.commandId, metadata.commandId) &&
      is(filter.correlationId, metadata.correlationId) &&
      (filter.actorId == null ||
        (filter.actorId === metadata.actor && (tenant === null || tenant === metadata.actorTenant))) &&
      (filter.types == null || filter.types.includes(type)) &&
      (filter.from == null || metadata.occurredAt >= filter.from) &&
      (filter.until == null || metadata.occurredAt < filter.until)
    );
  });
}

const sensible = ({ from, until }: TrailFilter): boolean => from == null || until == null || from < until;
const idsOf = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

describe('R27, R28: a search of the trail', () => {
  it('finds what fits and is seen, page by page, in either order, from either end', async () => {
    const orders = fc.constantFrom<SortOrder>('NEWEST_FIRST', 'OLDEST_FIRST');
    const search = fc.tuple(askers, filters.filter(sensible), orders, fc.integer({ min: 1, max: 100 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(search, async ([asker, filter, order, size, forwards]) => {
        const wanted = idsOf(plainly(asker, filter));
        const expected = order === 'OLDEST_FIRST' ? wanted : wanted.toReversed();
        const found: string[] = [];
        // Enough pages to meet the borders of blocks; what lies behind them is the same again.
        for (let cursor: string | null = null, pages = 0; pages < 12; pages += 1) {
          const page = forwards ? { first: size, after: cursor } : { last: size, before: cursor };
          const { nodes, pageInfo } = await world.queries.auditTrail(asker, filter, order, page);
          if (forwards) found.push(...idsOf(nodes));
          else found.unshift(...idsOf(nodes));
          const more = forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
          const left = expected.length - found.length;
          expect(typeof more === 'boolean' ? more : await more()).toBe(left > 0);
          if (left <= 0) break;
          cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor;
        }
        expect(found).toEqual(forwards ? expected.slice(0, found.length) : expected.slice(-found.length || EVENTS));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is followed by a feed that tells the same of the past', async () => {
    const { readModels, directory, log, progress } = world;
    const feeds = createFeeds({ events: log, readModels, progress, directory });
    await fc.assert(
      fc.asyncProperty(askers, filters.filter(sensible), async ({ viewer }, filter) => {
        const feed = feeds.auditTrail(viewer, { after: '0', filter });
        const told: string[] = [];
        for await (const item of feed) {
          if (item.kind === 'event') told.push(item.event.id);
          else if (item.caughtUp) break;
        }
        expect(told).toEqual(idsOf(plainly({ viewer }, filter)));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('reads nothing of what others than the asker see', async () => {
    const busiest = world.log.events.find(({ type }) => type === 'CommunityRegistered')?.data['communityId'];
    const asked: string[] = [];
    const { readModels } = world;
    const counting = new Proxy(readModels, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        if (name === 'page') asked.push('page');
        return member.bind(target) as unknown;
      },
    });
    const queries = world.queriesOver(counting);
    const { nodes } = await queries.auditTrail(
      operator('stranger'),
      { communityId: String(busiest) },
      'NEWEST_FIRST',
      {},
    );
    expect(nodes).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('refuses a cursor that names no place in the log', async () => {
    const { pageInfo } = await world.queries.auditTrail(auditor, {}, 'NEWEST_FIRST', {});
    const after = `${String(pageInfo.endCursor).slice(0, 15)}${Buffer.from('elsewhere').toString('base64url')}`;
    await expect(world.queries.auditTrail(auditor, {}, 'NEWEST_FIRST', { after })).rejects.toThrow(/is no page cursor/);
  });
});
