import { canonicalJson } from '../../../src/audit/canonical-json.js';
import { commitment, leafOf, type AuditedEvent } from '../../../src/audit/leaf.js';

const event = (changes: Partial<AuditedEvent> = {}): AuditedEvent => ({
  id: '0192-1',
  type: 'CommunityRenamed',
  stream: 'tenant-t1',
  revision: 7,
  data: { communityId: 'c1', name: '阳光花园' },
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    command: 'RenameCommunity',
    commandId: 'aa',
    fingerprint: 'ff',
    actor: 'p_1',
    actorSalt: '00112233445566778899aabbccddeeff',
    actorKind: 'PERSON',
    actorTenant: 't1',
    tenant: 't1',
    correlationId: 'q1',
    causationId: '',
    schemaVersion: '1',
  },
  ...changes,
});
const withMetadata = (changes: Partial<AuditedEvent['metadata']>): AuditedEvent =>
  event({ metadata: { ...event().metadata, ...changes } });

describe('the leaf of an event', () => {
  it('is canonical JSON of what everyone knows who sees the event, and of commitments', () => {
    const { actorSalt: salt } = event().metadata;
    expect(JSON.parse(leafOf(event()))).toEqual({
      format: 'gongxiang-event-1',
      id: '0192-1',
      type: 'CommunityRenamed',
      data: { communityId: 'c1', name: '阳光花园' },
      metadata: {
        occurredAt: '2026-01-01T00:00:00.000Z',
        command: 'RenameCommunity',
        commandId: 'aa',
        actorKind: 'PERSON',
        actorTenant: 't1',
        tenant: 't1',
        correlationId: 'q1',
        causationId: '',
        schemaVersion: '1',
      },
      actor: commitment('actor', salt, 'p_1'),
      place: commitment('place', salt, { stream: 'tenant-t1', revision: 7 }),
    });
  });

  it.each([
    [
      'without facts of the owner',
      event({ data: { name: '“\n”', b: { z: [1.5, null], a: '\ue000\ud83d\ude00' }, 10: 0, 9: 0 } }),
    ],
    [
      'with facts of the owner',
      event({
        type: 'AccountResumed',
        data: { owner: 'o1', grantedAt: null, grant: 7, authorizationId: 'a', appId: 'wx1' },
      }),
    ],
  ])('RFC 8785: is the one canonical JSON of what it says (%s)', (_, some) => {
    expect(leafOf(some)).toBe(canonicalJson(JSON.parse(leafOf(some))));
  });

  it('is the same whether the event before it came from the same command or not', () => {
    const one = event();
    const leaf = leafOf(one);
    const others = [withMetadata({ command: 'X' }), { ...event({ revision: 8 }), metadata: one.metadata }];
    for (const other of others) expect(leafOf(other)).not.toBe(leaf);
    expect(leafOf(one)).toBe(leaf);
    expect(leafOf(event())).toBe(leaf);
  });

  it.each<[string, AuditedEvent]>([
    ['id', event({ id: '0192-2' })],
    ['type', event({ type: 'CommunityRemoved' })],
    ['data', event({ data: { communityId: 'c1', name: '阳光花圆' } })],
    ['stream', event({ stream: 'tenant-t2' })],
    ['revision', event({ revision: 8 })],
    ['time', withMetadata({ occurredAt: '2026-01-01T00:00:00.001Z' })],
    ['command', withMetadata({ command: 'X' })],
    ['command id', withMetadata({ commandId: 'ab' })],
    ['actor', withMetadata({ actor: 'p_2' })],
    ['salt', withMetadata({ actorSalt: 'f'.repeat(32) })],
    ['kind of actor', withMetadata({ actorKind: 'SYSTEM' })],
    ['actor’s tenant', withMetadata({ actorTenant: 't2' })],
    ['tenant', withMetadata({ tenant: 't2' })],
    ['correlation id', withMetadata({ correlationId: 'q2' })],
    ['causation id', withMetadata({ causationId: 'q2' })],
    ['schema version', withMetadata({ schemaVersion: '2' })],
  ])('is another for another %s', (_, other) => {
    expect(leafOf(other)).not.toBe(leafOf(event()));
  });

  it('leaves out the fingerprint, and whatever an engine adds', () => {
    expect(leafOf(withMetadata({ fingerprint: 'ee' }))).toBe(leafOf(event()));
    expect(leafOf(Object.assign(event(), { cursor: '01', position: 9 }))).toBe(leafOf(event()));
  });

  it('R27: tells neither actor, salt, stream, revision nor the owner’s facts', () => {
    const resumed = event({
      type: 'AccountResumed',
      stream: 'account-wx1',
      data: { appId: 'wx1', tenure: 1, owner: 'o1', grant: 7777, authorizationId: 'a-secret', grantedAt: null },
    });
    const leaf = leafOf(resumed);
    for (const hidden of ['p_1', resumed.metadata.actorSalt, 'account-', 'revision', '7777', 'a-secret']) {
      expect(leaf).not.toContain(hidden);
    }
    expect(JSON.parse(leaf)).toMatchObject({
      data: { appId: 'wx1', tenure: 1, owner: 'o1' },
      facts: { grant: commitment('fact', resumed.metadata.actorSalt, { name: 'grant', value: 7777 }) },
    });
    expect(leafOf({ ...resumed, data: { ...resumed.data, grant: 7778 } })).not.toBe(leaf);
  });

  it('a commitment is another for another purpose, salt or value', () => {
    const all = [
      commitment('actor', 's', 'v'),
      commitment('fact', 's', 'v'),
      commitment('actor', 't', 'v'),
      commitment('actor', 's', 'w'),
    ];
    expect(new Set(all).size).toBe(4);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
