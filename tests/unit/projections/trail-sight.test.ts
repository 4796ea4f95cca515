import { trail } from '../../../projections/index.js';
import { TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import type { TrailDocument } from '../../../projections/documents.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { happen, profile } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';

/** An account of o1 that r1 and r2 share. */
function sharedAccount(): MemoryLog {
  const log = new MemoryLog();
  happen(log, 'AccountAuthorized');
  happen(log, 'SharingStarted', { sharingId: 'wx1.s1', recipient: 'r1' });
  happen(log, 'SharingStarted', { sharingId: 'wx1.s2', recipient: 'r2' });
  return log;
}

function entryOf(log: MemoryLog, event: StoredEvent): TrailDocument {
  const entry = projected(trail, log.events).get(event.id);
  if (entry?.kind !== 'event') throw new Error(`The trail tells nothing of ${event.type}.`);
  return entry;
}

/** R27's table, and which feeds tell of an event. `o1` owns the account, `r1` and `r2` share it, `c1` is a community of `r1`. */
const ROWS: readonly (readonly [
  type: (typeof TRAIL_EVENTS)[number],
  facts: Readonly<Record<string, unknown>>,
  seenBy: readonly string[],
  services: boolean,
  feeds: readonly string[],
])[] = [
  ['CommunityRegistered', {}, ['r1'], false, []],
  ['CommunityRenamed', {}, ['r1'], false, []],
  ['CommunityRenamed', { boundTo: { appId: 'wx1', tenure: 1, owner: 'o1' } }, ['r1', 'o1'], false, []],
  ['CommunityRemoved', {}, ['r1'], false, []],
  ['CommunityBound', {}, ['r1', 'o1'], true, ['bindings']],
  ['CommunityBound', { tenantId: 'o1' }, ['o1'], true, ['bindings']],
  ['CommunityUnbound', {}, ['r1', 'o1'], true, ['bindings']],
  ['PaymentBound', {}, ['r1', 'o1'], true, ['bindings']],
  ['PaymentUnbound', {}, ['r1', 'o1'], true, ['bindings']],
  ['AuthorizationStarted', { tenantId: 'x1' }, ['x1'], false, []],
  ['AuthorizationResultClaimed', { tenantId: 'x1' }, ['x1'], false, []],
  ['AuthorizationSucceeded', { tenantId: 'o1' }, ['o1'], false, []],
  ['AuthorizationRefused', { tenantId: 'x1' }, ['x1'], false, []],
  ['AccountAuthorized', {}, ['o1'], true, ['accounts']],
  ['AccountGrantRenewed', {}, ['o1'], true, ['accounts']],
  ['AccountPermissionsChanged', {}, ['o1'], true, ['accounts']],
  ['AccountReleased', {}, ['o1'], true, ['accounts']],
  ['AccountProfileRefreshed', {}, ['o1'], false, ['accounts']],
  ['AccountProfileRefreshed', { changed: [] }, ['o1'], false, []],
  ['AccountDeauthorized', {}, ['o1', 'r1', 'r2'], true, ['bindings', 'accounts']],
  ['AccountResumed', {}, ['o1', 'r1', 'r2'], true, ['bindings', 'accounts']],
  ['PaymentInterfaceAdded', {}, ['o1', 'r1', 'r2'], false, ['accounts']],
  ['PaymentInterfaceRemoved', {}, ['o1', 'r1', 'r2'], false, ['accounts']],
  ['ShareCodeGenerated', { batch: { index: 0, size: 2 } }, ['o1'], false, []],
  ['ShareCodeGenerated', { batch: { index: 1, size: 2 } }, ['o1'], false, ['accounts']],
  ['ShareCodeCancelled', { batch: { index: 1, size: 3 } }, ['o1'], false, []],
  ['ShareCodeCancelled', { batch: { index: 2, size: 3 } }, ['o1'], false, ['accounts']],
  ['ShareCodeRedeemed', { recipient: 'x1' }, ['o1', 'x1'], false, []],
  ['SharingStarted', { sharingId: 'wx1.s3', recipient: 'x1' }, ['o1', 'x1'], false, ['accounts']],
  ['SharingEnded', { sharingId: 'wx1.s1', recipient: 'r1' }, ['o1', 'r1'], false, ['accounts']],
  ['MenuDraftSaved', {}, ['o1'], false, []],
  ['MenuPublished', {}, ['o1'], false, ['accounts']],
  ['MenuImported', {}, ['o1'], false, []],
  ['MenuDeleted', {}, ['o1'], false, ['accounts']],
  ['AccessTokenIssued', {}, [], false, []],
  ['AutomaticRepliesSet', {}, ['o1'], false, ['accounts']],
  ['AuthorizationsReconciled', {}, [], false, []],
  ['PersonForgotten', {}, [], false, []],
];

describe('R27: who may see an event', () => {
  it.each(ROWS)(
    'R27: %s %j is seen by %j, by services: %s, and told by the feeds %j',
    (type, facts, seenBy, services, feeds) => {
      const log = sharedAccount();
      const event = happen(log, type, facts);
      expect(entryOf(log, event)).toMatchObject({ seenBy, seenByServices: services, feeds });
    },
  );

  it('R27: has a row for every event there is', () => {
    expect(new Set(ROWS.map(([type]) => type))).toEqual(new Set(TRAIL_EVENTS));
  });

  it('R27: is decided by who shares the account at that moment, and stays as it was', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    const before = happen(log, 'PaymentInterfaceAdded', { paymentInterfaceId: 'wx1.p1' });
    happen(log, 'SharingStarted', { sharingId: 'wx1.s1', recipient: 'r1' });
    const during = happen(log, 'AccountDeauthorized');
    happen(log, 'SharingEnded', { sharingId: 'wx1.s1', recipient: 'r1' });
    const after = happen(log, 'AccountResumed', { grant: 2 });

    expect(entryOf(log, before).seenBy).toEqual(['o1']);
    expect(entryOf(log, during).seenBy).toEqual(['o1', 'r1']);
    expect(entryOf(log, after).seenBy).toEqual(['o1']);
  });

  it('R27: a new owner sees nothing of the tenure before, and the one before nothing of the new one', () => {
    const log = new MemoryLog();
    const first = happen(log, 'AccountAuthorized', { tenure: 1, owner: 'o1' });
    happen(log, 'SharingStarted', { sharingId: 'wx1.s1', recipient: 'r1' });
    happen(log, 'SharingEnded', { sharingId: 'wx1.s1', recipient: 'r1' });
    happen(log, 'AccountReleased', { tenure: 1, owner: 'o1' });
    happen(log, 'AccountAuthorized', { tenure: 2, owner: 'o2', grant: 2 });
    const second = happen(log, 'AccountDeauthorized', { tenure: 2, owner: 'o2', grant: 2 });

    expect(entryOf(log, first).seenBy).toEqual(['o1']);
    expect(entryOf(log, second).seenBy).toEqual(['o2']);
    expect(projected(trail, log.events).get('sight/wx1')).toEqual({
      kind: 'sight',
      owner: 'o2',
      recipients: [],
      nickname: '阳光物业',
    });
  });

  it('stops at an event that must be shown to recipients of an account that never began', () => {
    const log = new MemoryLog();
    happen(log, 'AccountDeauthorized');
    expect(() => projected(trail, log.events)).toThrow('AccountDeauthorized concerns sight/wx1');
  });
});

describe('indexes of the trail', () => {
  it('R27: list an event for each of its audiences and for nobody else', () => {
    const log = sharedAccount();
    const event = happen(log, 'CommunityBound', {}, { commandId: 'k1' });
    const entry = entryOf(log, event);
    const { cursor } = event;
    const entries = Object.entries(trail.indexes).map(([index, of]) => [index, of(entry)]);
    expect(Object.fromEntries(entries)).toEqual({
      all: [[cursor]],
      bySight: [
        ['r1', cursor],
        ['o1', cursor],
      ],
    });
  });

  it('R27: name the account of a renaming only where its owner sees it', () => {
    const log = sharedAccount();
    const unbound = happen(log, 'CommunityRenamed');
    const bound = happen(log, 'CommunityRenamed', { boundTo: { appId: 'wx1', tenure: 1, owner: 'o1' } });
    expect(entryOf(log, unbound)).toMatchObject({ appId: null, communityId: 'c1' });
    expect(entryOf(log, bound)).toMatchObject({ appId: 'wx1', communityId: 'c1' });
  });

  it('hold no entry of who shares an account', () => {
    const sight = projected(trail, sharedAccount().events).get('sight/wx1');
    if (sight === undefined) throw new Error('There is no sight of the account.');
    expect(Object.values(trail.indexes).flatMap((of) => of(sight))).toEqual([]);
  });
});

describe('the name of an account that an event does not call by it', () => {
  it('is the one of its moment, and stays as it was', () => {
    const log = sharedAccount();
    const before = happen(log, 'CommunityBound');
    happen(log, 'AccountProfileRefreshed', { profile: { ...profile, nickname: '月光物业' } });
    const after = happen(log, 'CommunityBound');
    happen(log, 'AccountReleased');
    const late = happen(log, 'ShareCodeCancelled');
    expect(entryOf(log, before).accountName).toBe('阳光物业');
    expect(entryOf(log, after).accountName).toBe('月光物业');
    expect(entryOf(log, late).accountName).toBe('月光物业');
  });

  it('R27: is not told to a tenant whose run was refused', () => {
    const log = sharedAccount();
    const refused = happen(log, 'AuthorizationRefused', { tenantId: 'x1' });
    expect(entryOf(log, refused)).toMatchObject({ seenBy: ['x1'], accountName: null });
  });
});
