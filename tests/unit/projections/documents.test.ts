import { accounts, authorizations, communities, replies, shareCodes, sharings } from '../../../projections/index.js';
import type { Document, KeyPart } from '../../../src/read-models/port.js';
import type { Projection } from '../../../projections/projection.js';
import { happen, profile } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';

const at = (position: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, position)).toISOString();
const by = { id: 'p1', kind: 'PERSON', tenant: 't1' };

function only<D extends Document>(projection: Projection<D>, log: MemoryLog): D {
  const [document, ...others] = projected(projection, log.events).values();
  if (!document || others.length > 0) throw new Error(`Not one of ${projection.name}, but ${others.length + 1}.`);
  return document;
}

const entries = <D extends Document>(
  projection: Projection<D>,
  document: D,
): Record<string, readonly (readonly KeyPart[])[]> =>
  Object.fromEntries(Object.entries(projection.indexes).map(([index, of]) => [index, of(document)]));

describe('accounts', () => {
  it('R1: appear with their profile and what was granted', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized', { grantedAt: '2025-12-31T00:00:00.000Z' });
    expect(only(accounts, log)).toEqual({
      appId: 'wx1',
      tenure: 1,
      owner: 'o1',
      status: 'AUTHORIZED',
      grant: 1,
      profile,
      permissions: [1],
      authorizedAt: '2025-12-31T00:00:00.000Z',
      deauthorizedAt: null,
      profileRefreshedAt: at(1),
      paymentInterfaces: [],
      recipients: [],
    });
  });

  it('R6: are deauthorized and resumed with everything that was there', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'PaymentInterfaceAdded');
    happen(log, 'SharingStarted');
    happen(log, 'AccountDeauthorized', { cancelledAt: '2026-01-01T00:00:00.000Z' });
    const deauthorized = only(accounts, log);
    expect(deauthorized).toMatchObject({
      status: 'DEAUTHORIZED',
      deauthorizedAt: '2026-01-01T00:00:00.000Z',
      recipients: ['r1'],
    });
    happen(log, 'AccountResumed', { grant: 2 });
    expect(only(accounts, log)).toEqual({
      ...deauthorized,
      status: 'AUTHORIZED',
      grant: 2,
      authorizedAt: at(5),
      deauthorizedAt: null,
    });
  });

  it('R2: keep the renewed grant, permissions and profile', () => {
    const log = new MemoryLog();
    const renamed = { ...profile, nickname: '月光物业' };
    happen(log, 'AccountAuthorized');
    happen(log, 'AccountGrantRenewed', { grant: 3 });
    happen(log, 'AccountPermissionsChanged', { permissions: [1, 7] });
    happen(log, 'AccountProfileRefreshed', { profile: renamed });
    expect(only(accounts, log)).toMatchObject({
      owner: 'o1',
      grant: 3,
      permissions: [1, 7],
      profile: renamed,
      profileRefreshedAt: at(4),
      authorizedAt: at(1),
    });
  });

  it('R14: are listed for the owner and for each recipient while the sharing lasts', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'SharingStarted', { sharingId: 'wx1.s1', recipient: 'r1' });
    happen(log, 'SharingStarted', { sharingId: 'wx1.s2', recipient: 'r2' });
    happen(log, 'SharingEnded', { sharingId: 'wx1.s1', recipient: 'r1' });
    expect(entries(accounts, only(accounts, log))).toEqual({
      byTenant: [
        ['o1', 'wx1'],
        ['r2', 'wx1'],
      ],
      byTenantRelation: [
        ['o1', 'OWNER', 'wx1'],
        ['r2', 'RECIPIENT', 'wx1'],
      ],
      all: [['wx1']],
      byStatus: [['AUTHORIZED', 'wx1']],
    });
  });

  it('R7: are listed for no tenant once released, and begin anew with the next tenure', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'PaymentInterfaceAdded');
    happen(log, 'AccountReleased');
    const released = only(accounts, log);
    expect(released).toMatchObject({ status: 'RELEASED', paymentInterfaces: [], owner: 'o1' });
    expect(entries(accounts, released)).toEqual({
      byTenant: [],
      byTenantRelation: [],
      all: [['wx1']],
      byStatus: [['RELEASED', 'wx1']],
    });
    happen(log, 'AccountAuthorized', { owner: 'o2', tenure: 2, grant: 2 });
    expect(only(accounts, log)).toMatchObject({ owner: 'o2', tenure: 2, status: 'AUTHORIZED', paymentInterfaces: [] });
  });

  it('R14: have the payment interfaces that were added and not removed', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'PaymentInterfaceAdded', { paymentInterfaceId: 'wx1.p1', merchantNumber: '11111111' });
    happen(log, 'PaymentInterfaceAdded', { paymentInterfaceId: 'wx1.p2', merchantNumber: '22222222', name: '停车' });
    happen(log, 'PaymentInterfaceRemoved', { paymentInterfaceId: 'wx1.p1' });
    expect(only(accounts, log).paymentInterfaces).toEqual([{ id: 'wx1.p2', name: '停车', merchantNumber: '22222222' }]);
  });

  it('stop at an event of an account that never began', () => {
    const log = new MemoryLog();
    happen(log, 'AccountDeauthorized');
    expect(() => projected(accounts, log.events)).toThrow('AccountDeauthorized concerns wx1');
  });

  it('stop at a shape that is newer than this software', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized', {}, { schemaVersion: '2' });
    expect(() => projected(accounts, log.events)).toThrow('AccountAuthorized of version 2');
  });
});

describe('sharings', () => {
  it('R23: stay visible when they have ended, with who ended them', () => {
    const log = new MemoryLog();
    happen(log, 'SharingStarted');
    expect(only(sharings, log)).toMatchObject({ status: 'ACTIVE', since: at(1), endedAt: null, endedBy: null });
    happen(log, 'SharingEnded');
    const ended = only(sharings, log);
    expect(ended).toEqual({
      sharingId: 'wx1.s1',
      appId: 'wx1',
      tenure: 1,
      owner: 'o1',
      recipient: 'r1',
      status: 'ENDED',
      since: at(1),
      endedAt: at(2),
      endedBy: by,
    });
    expect(entries(sharings, ended)).toEqual({
      byAccount: [['wx1', '0000000001', at(1), 'wx1.s1']],
      byAccountStatus: [['wx1', '0000000001', 'ENDED', at(1), 'wx1.s1']],
      byRecipient: [['r1', 'wx1', 'ENDED', at(1), 'wx1.s1']],
    });
  });
});

describe('replies', () => {
  it('R7, R26: are those that were set last, of each tenure by itself', () => {
    const log = new MemoryLog();
    const set = { onSubscribe: null, keywords: [], byDefault: { type: 'TEXT', text: '您好' } } as const;
    happen(log, 'AutomaticRepliesSet');
    happen(log, 'AutomaticRepliesSet', { replies: set });
    const first = { appId: 'wx1', tenure: 1, replies: set };
    expect(only(replies, log)).toEqual(first);
    const none = { onSubscribe: null, keywords: [], byDefault: null };
    happen(log, 'AutomaticRepliesSet', { tenure: 2, owner: 'o2', replies: none });
    expect([...projected(replies, log.events)]).toEqual([
      ['wx1-1', first],
      ['wx1-2', { appId: 'wx1', tenure: 2, replies: none }],
    ]);
  });
});

describe('share codes', () => {
  it('R8, R12: are kept as digest and label, with what became of them', () => {
    const log = new MemoryLog();
    happen(log, 'ShareCodeGenerated', { batch: { index: 7, size: 9 } });
    const open = only(shareCodes, log);
    expect(open).toEqual({
      digest: 'd1',
      label: 'l1',
      appId: 'wx1',
      tenure: 1,
      owner: 'o1',
      state: 'OPEN',
      generatedAt: at(1),
      generatedBy: by,
      batchIndex: 7,
      expiresAt: '2026-01-02T00:00:00.000Z',
      redeemedAt: null,
      redeemedBy: null,
    });
    expect(entries(shareCodes, open)).toEqual({
      byAccount: [['wx1', '0000000001', at(1), '0007', 'd1']],
      byLabel: [['wx1', '0000000001', 'l1']],
    });
    happen(log, 'ShareCodeRedeemed');
    expect(only(shareCodes, log)).toEqual({ ...open, state: 'REDEEMED', redeemedAt: at(2), redeemedBy: 'r1' });
  });

  it('R12: are cancelled', () => {
    const log = new MemoryLog();
    happen(log, 'ShareCodeGenerated');
    happen(log, 'ShareCodeCancelled');
    expect(only(shareCodes, log)).toMatchObject({ state: 'CANCELLED', redeemedAt: null });
  });
});

describe('communities', () => {
  it('R4, R16: tell the account and the payment interface that serve them', () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered', { externalId: 'x1' });
    happen(log, 'CommunityRenamed');
    happen(log, 'CommunityBound');
    happen(log, 'PaymentBound');
    const bound = only(communities, log);
    expect(bound).toEqual({
      communityId: 'c1',
      tenantId: 'r1',
      externalId: 'x1',
      name: '二号院',
      createdAt: at(1),
      binding: {
        appId: 'wx1',
        tenure: 1,
        owner: 'o1',
        sharingId: 'wx1.s1',
        boundAt: at(3),
        boundBy: by,
        payment: { paymentInterfaceId: 'wx1.p1', boundAt: at(4), boundBy: by },
      },
    });
    expect(entries(communities, bound)).toEqual({
      byTenant: [['r1', at(1), 'c1']],
      all: [[at(1), 'c1']],
      byAccount: [['wx1', at(3), 'c1']],
      byAccountTenant: [['wx1', 'r1', at(3), 'c1']],
      byInterface: [['wx1.p1', 'r1', 'c1']],
    });
  });

  it('R18: are left with nothing when unbound', () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered');
    happen(log, 'CommunityBound');
    happen(log, 'PaymentBound');
    happen(log, 'PaymentUnbound');
    expect(only(communities, log).binding).toMatchObject({ appId: 'wx1', payment: null });
    happen(log, 'CommunityUnbound');
    const unbound = only(communities, log);
    expect(unbound.binding).toBeNull();
    expect(entries(communities, unbound)).toEqual({
      byTenant: [['r1', at(1), 'c1']],
      all: [[at(1), 'c1']],
      byAccount: [],
      byAccountTenant: [],
      byInterface: [],
    });
  });

  it('are gone when removed', () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered');
    happen(log, 'CommunityRemoved');
    expect(projected(communities, log.events).size).toBe(0);
  });

  it('R16: stop at a payment binding without a binding', () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered');
    happen(log, 'PaymentBound');
    expect(() => projected(communities, log.events)).toThrow('a binding of c1');
  });
});

describe('authorizations', () => {
  it('R1: wait until the account is authorized', () => {
    const log = new MemoryLog();
    happen(log, 'AuthorizationStarted', { returnUrl: 'https://example.com/' });
    happen(log, 'AuthorizationResultClaimed');
    const waiting = only(authorizations, log);
    expect(waiting).toEqual({
      authorizationId: 'a1',
      tenantId: 'o1',
      status: 'WAITING',
      startedAt: at(1),
      expiresAt: '2026-01-01T00:10:00.000Z',
      returnUrl: 'https://example.com/',
      appId: null,
      refusal: null,
    });
    expect(entries(authorizations, waiting)).toEqual({ byTenant: [['o1', at(1), 'a1']] });
    happen(log, 'AuthorizationSucceeded');
    expect(only(authorizations, log)).toEqual({ ...waiting, status: 'AUTHORIZED', appId: 'wx1' });
  });

  it('R2: tell why they were refused, and nothing of the account', () => {
    const log = new MemoryLog();
    happen(log, 'AuthorizationStarted');
    happen(log, 'AuthorizationRefused');
    expect(only(authorizations, log)).toMatchObject({
      status: 'REFUSED',
      appId: null,
      refusal: { code: 'ACCOUNT_OWNED_BY_ANOTHER', errcode: null, errmsg: null },
    });
  });
});
