import { randomUUID } from 'node:crypto';
import { BindingFeed } from './binding-feed.js';
import { confirmAtWeChat, makeOfficialAccount, weChatPageOf } from '../support/browser.js';
import { expectThat, refused, succeeded } from '../support/expectations.js';
import { answerResidents, cancelAndResume } from './in-wechat.js';
import type { Narrator } from './narrator.js';
import { Person } from '../support/person.js';

export interface Claims {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly ('OPERATOR' | 'SERVICE' | 'AUDITOR')[];
  readonly tenant?: { readonly id: string; readonly name: string };
}

export interface Stage {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  readonly tokenFor: (claims: Claims) => Promise<string>;
  readonly narrator: Narrator;
}

const MERCHANT_NUMBER = '1900012345';
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

/** The whole story: from QR code to live binding feed. @throws when anything is not as it should be */
export async function tellStory({ url, tokenFor, narrator }: Stage): Promise<void> {
  const run = randomUUID().slice(0, 8);
  const tenants = {
    owner: { id: `green-garden-${run}`, name: '绿园物业' },
    recipient: { id: `river-view-${run}`, name: '江景物业' },
  };
  const person = async (claims: Claims): Promise<Person> => new Person(claims.name, url, await tokenFor(claims), 'en');
  const zhang = await person({
    subject: `zhang-${run}`,
    name: 'Zhang (owner)',
    roles: ['OPERATOR'],
    tenant: tenants.owner,
  });
  const li = await person({
    subject: `li-${run}`,
    name: 'Li (recipient)',
    roles: ['OPERATOR'],
    tenant: tenants.recipient,
  });
  const service = await tokenFor({ subject: `billing-${run}`, name: 'billing', roles: ['SERVICE'] });

  narrator.chapter('A tenant authorizes its official account by QR code');
  const { authorization } = succeeded(
    await zhang.mutate<{ authorization: { id: string; url: string } }>(
      'authorizeAccount',
      key(),
      'authorization { id url status }',
    ),
  );
  narrator.step(zhang.name, 'authorize an official account', `a QR code at ${authorization.url}`);
  const weChatPage = await weChatPageOf(authorization.url);
  const appId = await makeOfficialAccount(weChatPage, { nickname: `绿园小区 ${run}`, kind: 'SERVICE', verified: true });
  await confirmAtWeChat(authorization.url, weChatPage, appId);
  const { authorization: outcome } = await zhang.query<{
    authorization: { status: string; account: { nickname: string; kind: string; verified: boolean } | null };
  }>('query ($id: ID!) { authorization(id: $id) { status account { nickname kind verified } } }', {
    id: authorization.id,
  });
  expectThat(outcome.status === 'AUTHORIZED' && outcome.account !== null, 'the account to be authorized');
  narrator.step(
    'The administrator',
    'scan and confirm in WeChat',
    `${outcome.account.nickname} (${outcome.account.kind}) is authorized as ${appId}`,
  );

  narrator.chapter('A service follows the bindings of the account, live');
  const feed = new BindingFeed(url, service, appId, ({ kind, community, tenant }) =>
    narrator.note(
      `feed: ${kind} ${community === null ? '(every binding of the account)' : `${community.name} (${tenant?.id ?? ''})`}`,
    ),
  );
  try {
    await feed.live();
    narrator.step('Billing service', 'follow bindingChanges', 'live from now on');
    await share({ narrator, zhang, li, appId, feed, simulator: new URL(weChatPage).origin });
  } finally {
    await feed.close();
  }
}

interface Communities {
  readonly communities: readonly { readonly id: string; readonly name: string }[];
}

interface Sharing {
  readonly narrator: Narrator;
  readonly zhang: Person;
  readonly li: Person;
  readonly appId: string;
  readonly feed: BindingFeed;
  readonly simulator: string;
}

async function share({ narrator, zhang, li, appId, feed, simulator }: Sharing): Promise<void> {
  narrator.chapter('Payment interface, communities, share codes');
  const { paymentInterface } = succeeded(
    await zhang.mutate<{ paymentInterface: { id: string } }>(
      'addPaymentInterface',
      { appId, name: '绿园收款', merchantNumber: MERCHANT_NUMBER, ...key() },
      'paymentInterface { id }',
    ),
  );
  narrator.step(zhang.name, 'add a payment interface', `merchant ${MERCHANT_NUMBER}`);
  const own = await register(zhang, ['绿园一期', '绿园二期']);
  const shared = await register(li, ['江景花园']);
  narrator.step('Both', 'register communities', `${own.length} and ${shared.length}`);

  const { codes } = succeeded(
    await zhang.mutate<{ codes: readonly { code: string; label: string }[] }>(
      'generateShareCodes',
      { appId, count: 2, ...key() },
      'codes { code label expiresAt }',
    ),
  );
  const [code] = codes;
  expectThat(code !== undefined && codes.length === 2, 'two share codes');
  narrator.step(
    zhang.name,
    'generate two share codes',
    `${code.code} and another, valid for 24 hours, never shown again`,
  );
  const { sharing } = succeeded(
    await li.mutate<{ sharing: { id: string } }>(
      'redeemShareCode',
      { code: code.code, ...key() },
      'sharing { id status }',
    ),
  );
  narrator.step(li.name, 'redeem the code', 'the account and its payment interface are shared');
  const again = await zhang.mutate('redeemShareCode', { code: code.code, ...key() }, 'cursor');
  narrator.step(zhang.name, 'redeem the same code again', refused(again, 'SHARE_CODE_ALREADY_USED'));

  narrator.chapter('Both bind their communities to the account and to its payment interface');
  await bind(zhang, appId, own);
  await bind(li, appId, shared);
  narrator.step('Both', 'bind their communities', 'residents are served by the account');
  const wrong = { paymentInterfaceId: paymentInterface.id, merchantNumber: '1900099999', communityIds: shared };
  narrator.step(
    li.name,
    'bind payment, with a wrong merchant number',
    refused(await li.mutate('bindPaymentInterface', { ...wrong, ...key() }, 'cursor'), 'MERCHANT_NUMBER_MISMATCH'),
  );
  for (const [person, communityIds] of [
    [zhang, own],
    [li, shared],
  ] as const) {
    const { warning } = succeeded(
      await person.mutate<{ warning: string }>(
        'bindPaymentInterface',
        { ...wrong, merchantNumber: MERCHANT_NUMBER, communityIds, ...key() },
        'warning',
      ),
    );
    narrator.step(person.name, 'bind payment, repeating the merchant number', warning);
  }
  const served = await li.query<{
    community: { service: { available: boolean; paymentInterface: { merchantNumber: string } | null } };
  }>('query ($id: ID!) { community(id: $id) { service { available paymentInterface { merchantNumber } } } }', {
    id: shared[0],
  });
  expectThat(
    served.community.service.paymentInterface?.merchantNumber === MERCHANT_NUMBER,
    'the community to be served',
  );
  narrator.step(
    li.name,
    'ask what serves the community now',
    `available, money settles to merchant ${MERCHANT_NUMBER}`,
  );

  const [communityId] = own;
  expectThat(communityId !== undefined, 'a community of the owner');
  const inWeChat = { narrator, owner: zhang, appId, simulator, feed, communityId };
  await answerResidents(inWeChat);
  await cancelAndResume(inWeChat);

  narrator.chapter('The recipient ends the sharing');
  const early = await li.mutate('revokeSharing', { sharingId: sharing.id, ...key() }, 'cursor');
  narrator.step(li.name, 'end the sharing while a community is bound', refused(early, 'BINDINGS_REMAIN'));
  const unbound = succeeded(
    await li.mutate<{ communityIds: readonly string[]; endedPaymentBindings: readonly unknown[] }>(
      'unbindCommunities',
      { appId, communityIds: shared, ...key() },
      'communityIds endedPaymentBindings { communityId }',
    ),
  );
  expectThat(unbound.endedPaymentBindings.length === 1, 'the payment binding to end with the binding');
  narrator.step(li.name, 'unbind its community', 'the payment binding ended in the same step');
  succeeded(await li.mutate('revokeSharing', { sharingId: sharing.id, ...key() }, 'sharing { status }'));
  const gone = await li.query<{ account: unknown }>('query ($appId: ID!) { account(appId: $appId) { appId } }', {
    appId,
  });
  expectThat(gone.account === null, 'the account to be out of sight');
  narrator.step(li.name, 'end the sharing', 'ended; the account is out of sight');

  const expected = [
    ...own.map(() => 'COMMUNITY_BOUND'),
    'COMMUNITY_BOUND',
    ...own.map(() => 'PAYMENT_BOUND'),
    'PAYMENT_BOUND',
    'ACCOUNT_SUSPENDED',
    'ACCOUNT_RESUMED',
    'PAYMENT_UNBOUND',
    'COMMUNITY_UNBOUND',
  ];
  await feed.arrived(expected.length);
  expectThat(
    feed.changes.map(({ kind }) => kind).join() === expected.join(),
    'the feed to tell every change once, in order',
  );
  expectThat(
    new Set(feed.changes.map(({ cursor }) => cursor)).size === expected.length,
    'a cursor of its own on each message',
  );
  narrator.step(
    'Billing service',
    'compare the feed with what happened',
    `${expected.length} changes, each once, in order`,
  );
}

async function register(person: Person, names: readonly string[]): Promise<readonly string[]> {
  const { communities } = succeeded(
    await person.mutate<Communities>(
      'registerCommunities',
      { communities: names.map((name) => ({ name })), ...key() },
      'communities { id name }',
    ),
  );
  expectThat(communities.map(({ name }) => name).join() === names.join(), 'the communities in input order');
  return communities.map(({ id }) => id);
}

async function bind(person: Person, appId: string, communityIds: readonly string[]): Promise<void> {
  const { communities } = succeeded(
    await person.mutate<Communities>(
      'bindCommunities',
      { appId, communityIds, ...key() },
      'communities { id name service { available } }',
    ),
  );
  expectThat(communities.length === communityIds.length, 'all communities to be bound');
}
