import type { TrailDocument } from '../../../projections/documents.js';
import { matchesTrailFilter, type TrailCondition } from '../../../src/application/feeds/trail-filter.js';
import { cursorAt } from './feed-world.js';

const event: TrailDocument = {
  kind: 'event',
  id: 'e1',
  cursor: cursorAt(1),
  type: 'CommunityBound',
  stream: 'tenant-t1',
  revision: 0,
  data: {},
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    command: 'BindCommunities',
    commandId: 'c1',
    fingerprint: 'f1',
    actor: 'a1',
    actorSalt: '',
    actorKind: 'PERSON',
    actorTenant: 't1',
    tenant: 't1',
    correlationId: 'r1',
    causationId: '',
    schemaVersion: '1',
  },
  seenBy: ['t1'],
  seenByServices: true,
  feeds: ['bindings'],
  appId: 'wx1',
  communityId: 'k1',
};

const anything: TrailCondition = {
  appId: null,
  tenantId: null,
  communityId: null,
  actors: [],
  command: null,
  types: null,
  commandId: null,
  correlationId: null,
  from: null,
  until: null,
  actorsOf: 't1',
};

const time = Date.parse(event.metadata.occurredAt);

describe('matchesTrailFilter', () => {
  it.each<[boolean, Partial<TrailCondition>]>([
    [true, {}],
    [
      true,
      {
        appId: 'wx1',
        tenantId: 't1',
        communityId: 'k1',
        command: 'BindCommunities',
        commandId: 'c1',
        correlationId: 'r1',
      },
    ],
    [false, { appId: 'wx2' }],
    [false, { tenantId: 't2' }],
    [false, { communityId: 'k2' }],
    [false, { command: 'UnbindCommunities' }],
    [false, { commandId: 'c2' }],
    [false, { correlationId: 'r2' }],
    [false, { appId: 'wx1', communityId: 'k2' }],
    [true, { types: ['CommunityUnbound', 'CommunityBound'] }],
    [false, { types: ['CommunityUnbound'] }],
    [false, { types: [] }],
    [true, { from: time }],
    [false, { from: time + 1 }],
    [true, { until: time + 1 }],
    [false, { until: time }],
    [true, { actors: ['a1'] }],
    [false, { actors: ['a2'] }],
    [false, { actors: ['a1', 'a2'] }],
    [false, { actors: ['a1'], actorsOf: 't2' }],
    [true, { actors: ['a1'], actorsOf: null }],
  ])('answers %s to %j', (expected, condition) => {
    expect(matchesTrailFilter(event, { ...anything, ...condition })).toBe(expected);
  });
});
