import { accountOf, deauthorized, happen, toldByNow } from '../../support/happenings.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { runFor } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const MERCHANT = '1900012345';
const SERVICE = `query ($id: ID!) { community(id: $id) { service {
  available reason account { appId } paymentInterface { id } paymentReason } } }`;

describe('ownership', () => {
  let system: TestSystem;
  let owner: Party;
  let recipient: Party;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  beforeEach(async () => {
    [owner, recipient] = await Promise.all([partyOf(system), partyOf(system)]);
  });
  afterAll(() => system.close());

  const service = async (asker: Party, id: string): Promise<unknown> =>
    (await asker.query<{ community: { service: unknown } }>(SERVICE, { id })).community.service;
  const statusOf = async (asker: Party, appId: string): Promise<unknown> =>
    (
      await asker.query<{ account: unknown }>('query ($appId: ID!) { account(appId: $appId) { status relation } }', {
        appId,
      })
    ).account;

  test('R4: one query tells what serves a community, or why nothing does', async () => {
    const appId = await accountOf(system, owner);
    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    const [id = ''] = await owner.register('绿园');
    const nothing = { account: null, paymentInterface: null };

    expect(await service(owner, id)).toEqual({
      ...nothing,
      available: false,
      reason: 'NOT_BOUND',
      paymentReason: 'NO_ACCOUNT',
    });
    await owner.bind(appId, id);
    const served = { available: true, reason: null, account: { appId } };
    expect(await service(owner, id)).toEqual({ ...served, paymentInterface: null, paymentReason: 'NOT_BOUND' });
    await owner.bindPayment(paymentInterfaceId, MERCHANT, id);
    expect(await service(owner, id)).toEqual({
      ...served,
      paymentInterface: { id: paymentInterfaceId },
      paymentReason: null,
    });
  });

  test('R5: a recipient can do none of what is the owner’s, but bind its own communities', async () => {
    const appId = await accountOf(system, owner);
    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    const sharingId = await owner.share(appId, recipient);
    const [open] = await owner.codes(appId, 1);
    const ownersOnly = {
      refreshAccountProfile: { appId },
      setAutomaticReplies: { appId, replies: { keywords: [] } },
      releaseAccount: { appId },
      addPaymentInterface: { appId, name: '停车费', merchantNumber: '1900054321' },
      removePaymentInterface: { paymentInterfaceId },
      generateShareCodes: { appId, count: 1 },
      cancelShareCodes: { appId, labels: [open?.label] },
      revokeSharing: { sharingId, unbindCommunities: true },
    };

    for (const [field, input] of Object.entries(ownersOnly)) {
      await recipient.isRefused(field, input, 'NOT_ACCOUNT_OWNER');
    }

    await recipient.bind(appId, ...(await recipient.register('江景')));
  });

  test('R6: while WeChat’s grant is cancelled bindings are suspended, and resume when the owner authorizes again', async () => {
    const appId = await system.authorize(owner);
    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    const code = await owner.code(appId);
    const [label] = (await owner.codes(appId, 1)).map((each) => each.label);
    await owner.share(appId, recipient);
    const [id = '', other = ''] = await recipient.register('江景', '山景');
    await recipient.bind(appId, id);

    await happen(system, [deauthorized({ appId, tenure: 1, owner: owner.tenant })]);
    await toldByNow(system);

    expect(await statusOf(recipient, appId)).toMatchObject({ status: 'DEAUTHORIZED' });
    expect(await service(recipient, id)).toMatchObject({ available: false, reason: 'ACCOUNT_DEAUTHORIZED' });
    const refused = 'ACCOUNT_NOT_AUTHORIZED';
    await owner.isRefused('generateShareCodes', { appId, count: 1 }, refused);
    await owner.isRefused('addPaymentInterface', { appId, name: '停车费', merchantNumber: '1900054321' }, refused);
    await (await partyOf(system)).isRefused('redeemShareCode', { code }, refused);
    for (const communityIds of [[other], [id]]) {
      await recipient.isRefused('bindCommunities', { appId, communityIds }, refused);
    }
    const payment = { paymentInterfaceId, merchantNumber: MERCHANT, communityIds: [id] };
    await recipient.isRefused('bindPaymentInterface', payment, refused);
    await owner.do('cancelShareCodes', { appId, labels: [label] });

    await runFor(owner, appId);

    expect(await service(recipient, id)).toMatchObject({ available: true });
    await recipient.bindPayment(paymentInterfaceId, MERCHANT, id);
  });

  test('R2, R6: while the account is deauthorized another tenant’s authorization resumes nothing', async () => {
    const appId = await system.authorize(owner);
    await happen(system, [deauthorized({ appId, tenure: 1, owner: owner.tenant })]);

    const { refusal } = await runFor(recipient, appId);

    expect(refusal?.code).toBe('ACCOUNT_OWNED_BY_ANOTHER');
    expect(await statusOf(owner, appId)).toEqual({ status: 'DEAUTHORIZED', relation: 'OWNER' });
  });

  test('R7: an owner releases once nothing is in use, and is told that only WeChat ends the grant', async () => {
    const appId = await accountOf(system, owner);
    const [id = ''] = await owner.register('绿园');
    await owner.bind(appId, id);
    const sharingId = await owner.share(appId, recipient);

    await owner.isRefused('releaseAccount', { appId }, 'BINDINGS_REMAIN');
    await owner.unbind(appId, id);
    await owner.isRefused('releaseAccount', { appId }, 'SHARINGS_REMAIN');
    await owner.do('revokeSharing', { sharingId });
    const { note } = await owner.do<{ note: string }>('releaseAccount', { appId }, 'note');

    expect(note).toMatch(/WeChat/);
    expect(await statusOf(owner, appId)).toBeNull();
    expect(await statusOf(await officerOf(system, 'AUDITOR'), appId)).toEqual({ status: 'RELEASED', relation: null });
    expect(await statusOf(await officerOf(system, 'PLATFORM_ADMIN'), appId)).toBeNull();
  });

  test('R7: codes, interfaces and sharings end with the tenure, for the next owner and for the same one again', async () => {
    const appId = await system.authorize(owner);
    const code = await owner.code(appId);
    await owner.offerPayment(appId, MERCHANT);
    await owner.do('releaseAccount', { appId });

    for (const next of [recipient, owner]) {
      expect(await runFor(next, appId)).toMatchObject({ status: 'AUTHORIZED', account: { appId } });
      expect(
        await next.query(
          `query ($appId: ID!) { account(appId: $appId) {
            paymentInterfaces { id } shareCodes { totalCount } sharings { totalCount } } }`,
          { appId },
        ),
      ).toEqual({ account: { paymentInterfaces: [], shareCodes: { totalCount: 0 }, sharings: { totalCount: 0 } } });
      await (await partyOf(system)).isRefused('redeemShareCode', { code }, 'SHARE_CODE_CANCELLED');
      await next.do('releaseAccount', { appId });
    }
  });

  test('R7: a platform administrator releases for an owner in one step, and the trail names the reason', async () => {
    const administrator = await officerOf(system, 'PLATFORM_ADMIN');
    const appId = await accountOf(system, owner);
    await owner.share(appId, recipient);
    const [own = ''] = await owner.register('绿园');
    const [shared = ''] = await recipient.register('江景');
    await owner.bind(appId, own);
    await recipient.bind(appId, shared);

    const released = await administrator.do<{ cursor: string }>(
      'forceReleaseAccount',
      { appId, reason: '公司注销' },
      'endedSharingCount unboundCommunityCount cursor',
    );

    expect(released).toMatchObject({ endedSharingCount: 1, unboundCommunityCount: 2 });
    for (const [asker, id] of [
      [owner, own],
      [recipient, shared],
    ] as const) {
      expect(await service(asker, id)).toMatchObject({ available: false, reason: 'NOT_BOUND' });
    }
    const { auditTrail } = await owner.query<{
      auditTrail: { nodes: { type: string; data: object; commandId: string }[] };
    }>('query ($appId: ID!) { auditTrail(filter: { appId: $appId }, first: 4) { nodes { type data commandId } } }', {
      appId,
    });
    expect(auditTrail.nodes[0]).toMatchObject({ type: 'AccountReleased', data: { reason: '公司注销' } });
    expect(new Set(auditTrail.nodes.map(({ commandId }) => commandId)).size).toBe(1);
  });
});
