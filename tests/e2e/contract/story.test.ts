import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { confirmAtWeChat, makeOfficialAccount, weChatPageOf } from '../../../scripts/support/browser.js';
import { startTestSystemOnKurrentDb } from '../../support/kurrentdb-system.js';
import { withKurrentDb } from '../../support/kurrentdb.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

/** What the client knows of the server: the contract, and nothing else. */
const CONTRACT = buildSchema(readFileSync(join(__dirname, 'contract.graphql'), 'utf8'));

/** Documents as they would stand in a client's source, each held against the contract. */
const DOCUMENTS = {
  authorize: `mutation Authorize($input: AuthorizeAccountInput!) {
    authorizeAccount(input: $input) {
      __typename
      ... on AuthorizeAccountSuccess { cursor authorization { id status url mobileUrl qrCodeSvg expiresAt } }
      ... on UserError { code message path }
      ... on WeChatUnavailable { retryAfterSeconds }
    }
  }`,
  authorization: `query Run($id: ID!) {
    authorization(id: $id) { id status account { ...Card } refusal { ... on UserError { code message } } }
  } fragment Card on Account { id appId nickname status relation kind verified advisories }`,
  addInterface: `mutation AddInterface($input: AddPaymentInterfaceInput!) {
    addPaymentInterface(input: $input) {
      __typename
      ... on AddPaymentInterfaceSuccess { cursor account { id } paymentInterface { id name merchantNumber settlementNotice } }
      ... on UserError { code message path }
      ... on MerchantNumberTaken { paymentInterface { id } }
    }
  }`,
  generate: `mutation Generate($input: GenerateShareCodesInput!) {
    generateShareCodes(input: $input) {
      __typename
      ... on GenerateShareCodesSuccess { cursor codes { code label expiresAt } account { shareCodeCounts { open redeemed } } }
      ... on UserError { code message path }
    }
  }`,
  redeem: `mutation Redeem($input: RedeemShareCodeInput!) {
    redeemShareCode(input: $input) {
      __typename
      ... on RedeemShareCodeSuccess { cursor sharing { id status owner { id } recipient { id } } account { id relation permissions { id } } }
      ... on UserError { code message path }
      ... on ShareCodeAlreadyUsed { byViewer }
      ... on TooManyAttempts { retryAfterSeconds }
    }
  }`,
  register: `mutation Register($input: RegisterCommunitiesInput!) {
    registerCommunities(input: $input) {
      __typename
      ... on RegisterCommunitiesSuccess { cursor communities { id name externalId } }
      ... on UserError { code message path }
      ... on InvalidInput { problems { code path message } }
      ... on ExternalIdsTaken { externalIds communities { id } }
    }
  }`,
  bind: `mutation Bind($input: BindCommunitiesInput!) {
    bindCommunities(input: $input) {
      __typename
      ... on BindCommunitiesSuccess { cursor communities { id service { available account { appId } } } endedPaymentBindings { communityId } }
      ... on UserError { code message path }
      ... on CommunitiesRefused { communities { communityId reason appId } }
    }
  }`,
  bindPayment: `mutation BindPayment($input: BindPaymentInterfaceInput!) {
    bindPaymentInterface(input: $input) {
      __typename
      ... on BindPaymentInterfaceSuccess { cursor warning communities { id service { paymentInterface { merchantNumber } } } }
      ... on UserError { code message path }
    }
  }`,
  unbind: `mutation Unbind($input: UnbindCommunitiesInput!) {
    unbindCommunities(input: $input) {
      __typename
      ... on UnbindCommunitiesSuccess { cursor communityIds endedPaymentBindings { communityId paymentInterfaceId } }
      ... on UserError { code message path }
    }
  }`,
  revoke: `mutation Revoke($input: RevokeSharingInput!) {
    revokeSharing(input: $input) {
      __typename
      ... on RevokeSharingSuccess { cursor unboundCommunityCount sharing { id status endedAt } }
      ... on UserError { code message path }
      ... on BindingsRemain { count communities { id name } bindings { id appId } }
    }
  }`,
  community: `query Community($id: ID!) {
    community(id: $id) { id name service { available reason paymentReason boundAt account { appId nickname } paymentInterface { merchantNumber } } }
  }`,
  account: `query Account($appId: ID!) {
    account(appId: $appId) {
      id relation bindings(first: 50) { totalCount nodes { community { id name externalId } tenant { id } boundBy { id kind tenant { id } } } }
      sharings(status: ACTIVE) { totalCount } shareCodes(first: 10) { nodes { label status redeemedBy { id } } } sharing { id }
    }
  }`,
  trail: `query Trail($filter: AuditFilter) {
    auditTrail(filter: $filter, order: OLDEST_FIRST, first: 100) { nodes { type summary actor { id name tenant { id } } cursor } asOf }
  }`,
  bindings: `subscription Bindings($after: Cursor, $appId: ID) {
    bindingChanges(after: $after, appId: $appId) {
      __typename
      ... on BindingChange { cursor kind reason community { id name externalId } tenant { id } appId paymentInterfaceId actor { id name kind tenant { id } } }
      ... on FeedCheckpoint { cursor caughtUp }
    }
  }`,
} as const;

type Operation = Exclude<keyof typeof DOCUMENTS, 'bindings'>;
type Answer = Record<string, Record<string, never> | null>;
/** A person's way to the server. */
type Ask = (operation: Operation, variables: object) => Promise<Answer>;
type Transport = 'HTTP' | 'WebSocket';

/** Of a command: its payload, whichever type it has. */
interface Payload {
  readonly __typename: string;
  readonly cursor?: string;
  readonly code?: string;
  readonly message?: string;
  readonly path?: readonly string[];
}

/** The story, on a system of its own. */
function story(start: () => Promise<TestSystem>): void {
  let system: TestSystem;
  const closing: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    system = await start();
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await system.close();
  });

  const askOver: Readonly<Record<Transport, (token: string) => Ask>> = {
    HTTP: (token) => {
      const client = new GraphQLClient(system.url, { headers: { authorization: `Bearer ${token}` } });
      return (operation, variables) => client.request<Answer>(DOCUMENTS[operation], variables);
    },
    WebSocket: (token) => {
      const client = socketOf(token);
      return async (operation, variables) => {
        const results = client.iterate<Answer>({ query: DOCUMENTS[operation], variables: { ...variables } });
        for await (const { data, errors } of results) {
          if (errors || !data) throw new Error(JSON.stringify(errors));
          return data;
        }
        throw new Error('There was no answer.');
      };
    },
  };

  function socketOf(token: string) {
    const client = createClient({
      url: system.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    closing.push(() => client.dispose());
    return client;
  }

  interface Change {
    readonly __typename: string;
    readonly kind: string;
    readonly cursor: string;
    readonly reason: string | null;
    readonly community: { readonly id: string; readonly externalId: string | null } | null;
    readonly actor: {
      readonly id: string | null;
      readonly name: string | null;
      readonly tenant: { readonly id: string };
    };
  }

  /** Follows until that many changes came. */
  async function changes(
    token: string,
    variables: { appId: string; after?: string },
    count: number,
  ): Promise<Change[]> {
    const told: Change[] = [];
    const feed = socketOf(token).iterate<{ bindingChanges: Change }>({ query: DOCUMENTS.bindings, variables });
    for await (const { data } of feed) {
      const message = data?.bindingChanges;
      if (message?.__typename === 'BindingChange') told.push(message);
      if (told.length === count) return told;
    }
    throw new Error('The feed ended.');
  }

  async function give<Success>(ask: Ask, operation: Operation, input: object): Promise<Success & Payload> {
    const answer = await ask(operation, { input: { idempotencyKey: randomUUID(), ...input } });
    return Object.values(answer)[0] as unknown as Success & Payload;
  }

  it.each(['HTTP', 'WebSocket'] as const)('goes through the story over %s', async (transport) => {
    const run = randomUUID().slice(0, 8);
    const [ownerTenant, recipientTenant] = [`owner-${run}`, `recipient-${run}`];
    const owner = askOver[transport](await system.token({ name: '张三', tenant: ownerTenant }));
    const recipientToken = await system.token({ name: '李四', tenant: recipientTenant });
    const recipient = askOver[transport](recipientToken);
    const service = await system.token({ roles: ['SERVICE'], tenant: null });
    const ownerFeedToken = await system.token({ tenant: ownerTenant, roles: ['VIEWER'] });

    // R1: the QR flow.
    const started = await give<{ authorization: { id: string; url: string; qrCodeSvg: string; status: string } }>(
      owner,
      'authorize',
      {},
    );
    expect(started).toMatchObject({ __typename: 'AuthorizeAccountSuccess', authorization: { status: 'WAITING' } });
    expect(started.authorization.qrCodeSvg).toMatch(/^<svg/);
    const weChatPage = await weChatPageOf(started.authorization.url);
    const appId = await makeOfficialAccount(weChatPage, { nickname: '绿园', kind: 'SERVICE', verified: true });
    await confirmAtWeChat(started.authorization.url, weChatPage, appId);
    expect((await owner('authorization', { id: started.authorization.id }))['authorization']).toMatchObject({
      status: 'AUTHORIZED',
      refusal: null,
      account: { appId, id: appId, nickname: '绿园', relation: 'OWNER', advisories: ['NO_PAYMENT_INTERFACE'] },
    });

    // R14: the payment interface.
    const merchantNumber = '1900012345';
    const added = await give<{ paymentInterface: { id: string; settlementNotice: string } }>(owner, 'addInterface', {
      appId,
      name: '物业费',
      merchantNumber,
    });
    expect(added.paymentInterface.settlementNotice).toContain(merchantNumber);
    expect(await give(owner, 'addInterface', { appId, name: '又一个', merchantNumber })).toMatchObject({
      code: 'MERCHANT_NUMBER_TAKEN',
      paymentInterface: { id: added.paymentInterface.id },
    });

    // R8, R9: codes and a sharing.
    const key = randomUUID();
    const codes = { appId, count: 2, idempotencyKey: key };
    const generated = await give<{ codes: { code: string; label: string }[] }>(owner, 'generate', codes);
    expect(await give(owner, 'generate', codes)).toEqual(generated);
    expect(await give(owner, 'generate', { ...codes, count: 3 })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const [first] = generated.codes;
    const redeemed = await give<{ sharing: { id: string } }>(recipient, 'redeem', { code: first?.code.toLowerCase() });
    expect(redeemed).toMatchObject({
      __typename: 'RedeemShareCodeSuccess',
      sharing: { status: 'ACTIVE', owner: { id: ownerTenant }, recipient: { id: recipientTenant } },
      account: { relation: 'RECIPIENT', permissions: null },
    });
    expect(await give(owner, 'redeem', { code: first?.code })).toMatchObject({
      code: 'SHARE_CODE_ALREADY_USED',
      byViewer: false,
    });

    // R15, R16: bindings.
    const register = async (ask: Ask, externalId: string): Promise<string> => {
      const { communities } = await give<{ communities: { id: string }[] }>(ask, 'register', {
        communities: [{ name: externalId, externalId }],
      });
      return communities[0]?.id ?? '';
    };
    const [own, theirs] = [await register(owner, `own-${run}`), await register(recipient, `theirs-${run}`)];
    for (const [ask, id] of [
      [owner, own],
      [recipient, theirs],
    ] as const) {
      expect(await give(ask, 'bind', { appId, communityIds: [id] })).toMatchObject({
        communities: [{ id, service: { available: true, account: { appId } } }],
      });
      const payment = { paymentInterfaceId: added.paymentInterface.id, communityIds: [id] };
      expect(await give(ask, 'bindPayment', { ...payment, merchantNumber: '1900099999' })).toMatchObject({
        code: 'MERCHANT_NUMBER_MISMATCH',
        path: ['merchantNumber'],
      });
      const paid = await give<{ warning: string }>(ask, 'bindPayment', { ...payment, merchantNumber });
      expect(paid.warning).toContain(merchantNumber);
    }
    expect((await recipient('community', { id: theirs }))['community']).toMatchObject({
      service: { available: true, paymentInterface: { merchantNumber }, reason: null, paymentReason: null },
    });
    // R27: what the owner sees of the recipient's community.
    const seen = (await owner('account', { appId }))['account'] as unknown as {
      bindings: { totalCount: number; nodes: { tenant: { id: string }; community: object; boundBy: object }[] };
    };
    expect(seen.bindings.totalCount).toBe(2);
    expect(seen.bindings.nodes.find(({ tenant }) => tenant.id === recipientTenant)).toMatchObject({
      community: { id: theirs, name: `theirs-${run}`, externalId: null },
      boundBy: { id: null, kind: 'PERSON', tenant: { id: recipientTenant } },
    });
    expect((await owner('community', { id: theirs }))['community']).toBeNull();

    // R20, R18: the end of the sharing.
    const sharingId = redeemed.sharing.id;
    expect(await give(recipient, 'revoke', { sharingId })).toMatchObject({
      code: 'BINDINGS_REMAIN',
      count: 1,
      communities: [{ id: theirs }],
    });
    expect(await give(recipient, 'unbind', { appId, communityIds: [theirs] })).toMatchObject({
      communityIds: [theirs],
      endedPaymentBindings: [{ communityId: theirs, paymentInterfaceId: added.paymentInterface.id }],
    });
    expect(await give(recipient, 'revoke', { sharingId })).toMatchObject({ sharing: { status: 'ENDED' } });
    expect((await recipient('account', { appId }))['account']).toBeNull();

    // The feeds: to the service everything, resumed in the middle; to the recipient its own.
    const kinds = [
      'COMMUNITY_BOUND',
      'PAYMENT_BOUND',
      'COMMUNITY_BOUND',
      'PAYMENT_BOUND',
      'PAYMENT_UNBOUND',
      'COMMUNITY_UNBOUND',
    ];
    const told = await changes(service, { appId, after: '0' }, kinds.length);
    expect(told.map(({ kind }) => kind)).toEqual(kinds);
    expect(told.map(({ reason }) => reason)).toEqual([null, null, null, null, 'UNBOUND_FROM_ACCOUNT', 'REQUESTED']);
    expect(await changes(service, { appId, after: told[2]?.cursor ?? '' }, 3)).toEqual(told.slice(3));
    expect((await changes(recipientToken, { appId, after: '0' }, 4)).map(({ community }) => community?.id)).toEqual(
      Array(4).fill(theirs),
    );
    const toOwner = await changes(ownerFeedToken, { appId, after: '0' }, kinds.length);
    expect(toOwner.map(({ actor }) => actor.name)).toEqual(['张三', '张三', null, null, null, null]);

    // R28: the trail.
    const trail = (await owner('trail', { filter: { appId } }))['auditTrail'] as unknown as {
      nodes: { type: string }[];
    };
    expect(trail.nodes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['AccountAuthorized', 'SharingStarted', 'CommunityBound', 'PaymentBound', 'SharingEnded']),
    );
  });
}

describe('a client written against the contract alone', () => {
  it.each(Object.entries(DOCUMENTS))('its document %s fits the contract', (_, document) => {
    expect(validate(CONTRACT, parse(document))).toEqual([]);
  });

  describe('with the log in a data folder', () => story(() => startTestSystem()));
  describe('with the log in a KurrentDB', () => withKurrentDb((url) => story(() => startTestSystemOnKurrentDb(url))));
});
