import type { TrailDocument } from '../../../projections/documents.js';
import type { Audience } from '../../../src/application/trail/audience.js';
import { isTold, trailCondition } from '../../../src/application/trail/trail-condition.js';
import type { TrailFilter } from '../../../src/application/trail/trail-filter.js';
import { cursorAt } from '../feeds/feed-world.js';
import { metadata } from '../projections/memory-log.js';

const time = '2026-01-01T00:00:00.000Z';
const earlier = '2025-12-31T23:59:59.999Z';
const later = '2026-01-01T00:00:00.001Z';

const event: TrailDocument = {
  kind: 'event',
  id: 'e1',
  cursor: cursorAt(1),
  type: 'CommunityBound',
  stream: 'tenant-t1',
  revision: 0,
  data: {},
  metadata: metadata({
    occurredAt: time,
    command: 'BindCommunities',
    commandId: 'c1',
    actor: 'a1',
    actorTenant: 't1',
    tenant: 't1',
    correlationId: 'r1',
  }),
  seenBy: ['t1', 'o1'],
  seenByServices: true,
  feeds: ['bindings'],
  appId: 'wx1',
  accountName: null,
  communityId: 'k1',
};

const directory = {
  findBySubject: (subject: string) => Promise.resolve(subject === 'ann' ? { id: 'a1', subject, name: null } : null),
};

const owner: Audience = { tenant: 'o1' };
const actors: Audience = { tenant: 't1' };

describe('R27, R28: what a trail tells', () => {
  it.each<[boolean, Audience, TrailFilter]>([
    [true, 'ALL', {}],
    [true, actors, {}],
    [true, owner, {}],
    [false, { tenant: 'x1' }, {}],
    [
      true,
      actors,
      {
        appId: 'wx1',
        tenantId: 't1',
        communityId: 'k1',
        command: 'BindCommunities',
        commandId: 'c1',
        correlationId: 'r1',
        actorSubject: 'ann',
        actorId: 'a1',
        types: ['CommunityBound'],
        from: time,
        until: later,
      },
    ],
    [false, 'ALL', { appId: 'wx2' }],
    [false, 'ALL', { tenantId: 'o1' }],
    [false, 'ALL', { communityId: 'k2' }],
    [false, 'ALL', { command: 'UnbindCommunities' }],
    [false, 'ALL', { commandId: 'c2' }],
    [false, 'ALL', { correlationId: 'r2' }],
    [false, 'ALL', { appId: 'wx1', communityId: 'k2' }],
    [false, 'ALL', { appId: '' }],
    [true, 'ALL', { types: ['CommunityUnbound', 'CommunityBound'] }],
    [false, 'ALL', { types: ['CommunityUnbound'] }],
    [false, 'ALL', { types: ['Unheard'] }],
    [false, 'ALL', { types: [] }],
    [true, 'ALL', { from: time }],
    [false, 'ALL', { from: later }],
    [true, 'ALL', { from: earlier, until: later }],
    [false, 'ALL', { until: time }],
    [true, 'ALL', { actorId: 'a1' }],
    [false, 'ALL', { actorId: 'a2' }],
    [true, 'ALL', { actorSubject: 'ann' }],
    [false, 'ALL', { actorSubject: 'nobody' }],
    [false, 'ALL', { actorSubject: 'ann', actorId: 'a2' }],
    [true, actors, { actorId: 'a1' }],
    [false, owner, { actorId: 'a1' }],
    [false, owner, { actorSubject: 'ann' }],
  ])('answers %s to %j asking for %j', async (expected, audience, filter) => {
    expect(isTold(event, await trailCondition(audience, filter, directory))).toBe(expected);
  });
});
