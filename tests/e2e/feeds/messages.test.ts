import { confirmAtWeChat, makeOfficialAccount, weChatPageOf } from '../../../scripts/support/browser.js';
import { Feed } from '../../support/feed.js';
import { accountOf } from '../../support/happenings.js';
import { headOf } from '../../support/log.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { pastOf } from './documents.js';

const MERCHANT = '1900012345';

describe('feeds: messages', () => {
  let system: TestSystem;
  let owner: Party;
  let recipient: Party;
  let appId: string;
  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
    recipient = await partyOf(system);
    appId = await accountOf(system, owner);
  });
  afterAll(() => system.close());

  test('accountChanges tells one message a command: 50 codes are one with shareCodeCount 50', async () => {
    const after = await headOf(system);
    const labels = (await owner.codes(appId, 50)).map(({ label }) => label);
    await owner.do('cancelShareCodes', { appId, labels: labels.slice(0, 3) });
    const sharingId = await owner.share(appId, recipient);

    const messages = await pastOf(system, owner, 'accountChanges', { after });

    expect(
      messages.map(({ kind, shareCodeCount, sharing }) => ({ kind, shareCodeCount, sharing: sharing?.id })),
    ).toEqual(
      [
        { kind: 'SHARE_CODES_GENERATED', shareCodeCount: 50 },
        { kind: 'SHARE_CODES_CANCELLED', shareCodeCount: 3 },
        { kind: 'SHARE_CODES_GENERATED', shareCodeCount: 1 },
        { kind: 'SHARING_STARTED', shareCodeCount: null, sharing: sharingId },
      ].map((message) => ({ sharing: undefined, ...message })),
    );
  });

  test('R18, R21: in one command a payment binding ends before the binding, and the sharing ends once', async () => {
    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    const ids = await recipient.register('一期', '二期');
    await recipient.bind(appId, ...ids);
    await recipient.bindPayment(paymentInterfaceId, MERCHANT, ...ids);
    const { account } = await recipient.query<{ account: { sharing: { id: string } } }>(
      'query ($appId: ID!) { account(appId: $appId) { sharing { id } } }',
      { appId },
    );
    const after = await headOf(system);
    await owner.do('revokeSharing', { sharingId: account.sharing.id, unbindCommunities: true });

    const bindings = await pastOf(system, recipient, 'bindingChanges', { after });
    const accounts = await pastOf(system, recipient, 'accountChanges', { after });

    for (const id of ids) {
      const ofCommunity = bindings.filter(({ community }) => community?.id === id);
      expect(ofCommunity.map(({ kind, reason }) => [kind, reason])).toEqual([
        ['PAYMENT_UNBOUND', 'SHARING_ENDED'],
        ['COMMUNITY_UNBOUND', 'SHARING_ENDED'],
      ]);
    }
    expect(accounts).toMatchObject([{ kind: 'SHARING_ENDED', account: null, sharing: { status: 'ENDED' } }]);
  });

  test('bindingChanges keeps to the account and communities that were asked for', async () => {
    const other = await accountOf(system, owner);
    const [wanted, unwanted, elsewhere] = await owner.register('一期', '二期', '三期');
    const after = await headOf(system);
    await owner.do('bindCommunities', { appId, communityIds: [wanted, unwanted] });
    await owner.do('bindCommunities', { appId: other, communityIds: [elsewhere] });

    const messages = await pastOf(system, owner, 'bindingChanges', { after, appId, communityIds: [wanted, elsewhere] });

    expect(messages.map(({ community }) => community?.id)).toEqual([wanted]);
  });

  test('R1: authorizationChanges tells the present state first, then each change, and completes', async () => {
    const { authorization } = await owner.do<{ authorization: { id: string; url: string } }>(
      'authorizeAccount',
      {},
      'authorization { id url }',
    );
    const feed = followRun(authorization.id);
    await feed.until(({ length }) => length === 1);
    const page = await weChatPageOf(authorization.url);
    const granted = await makeOfficialAccount(page, { nickname: '新公众号', kind: 'SERVICE', verified: true });

    await confirmAtWeChat(authorization.url, page, granted);

    expect(await feed.ended).toEqual({ kind: 'completed' });
    expect(feed.messages).toEqual([
      { id: authorization.id, status: 'WAITING', account: null },
      { id: authorization.id, status: 'AUTHORIZED', account: { appId: granted } },
    ]);
    // Who comes late gets the outcome, and that is all.
    const late = followRun(authorization.id);
    expect(await late.ended).toEqual({ kind: 'completed' });
    expect(late.messages).toEqual(feed.messages.slice(1));
    await Promise.all([feed.close(), late.close()]);
  });

  const followRun = (id: string): Feed<object> =>
    new Feed<object>({
      url: system.url,
      token: owner.token,
      document: 'subscription ($id: ID!) { authorizationChanges(id: $id) { id status account { appId } } }',
      variables: { id },
    });
});
