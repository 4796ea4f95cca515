import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { rootFields, schemaOf, type Root } from '../../support/full-selection.js';
import { headOf } from '../../support/log.js';
import { newKey, officerOf, partyOf, type Party } from '../../support/party.js';
import { codesTold, openSocket } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post } from '../../support/wire.js';

const FOLDER = join(process.cwd(), 'schema', 'operations');
const MERCHANT_NUMBER = '1900012345';
const ROOTS: readonly Root[] = ['query', 'mutation', 'subscription'];
const read = (root: Root, field: string, kind: 'graphql' | 'json'): string =>
  readFileSync(join(FOLDER, root, `${field}.${kind}`), 'utf8');
const examples = (root: Root): string[] =>
  readdirSync(join(FOLDER, root))
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => name.replace('.graphql', ''));

/** Where an example's variables are made to fit. */
interface Scene {
  readonly system: TestSystem;
  readonly owner: Party;
  readonly appId: string;
  readonly paymentInterfaceId: string;
  /** Bound to the account and to the interface. */
  readonly communityId: string;
  readonly recipient: Party;
  readonly sharingId: string;
}

type Variables = Readonly<Record<string, unknown>>;
type Fitting = (scene: Scene) => Variables | Promise<Variables>;
const input = (facts: Variables): Variables => ({ input: { ...facts, ...newKey() } });
const FILTERS = { first: 10, after: null, filter: null };

/** Variables with which each command is carried out; what it needs is done before. */
const COMMANDS: Readonly<Record<string, Fitting>> = {
  authorizeAccount: () => input({ returnUrl: null }),
  refreshAccountProfile: ({ appId }) => input({ appId }),
  releaseAccount: async ({ system, owner }) => input({ appId: await system.authorize(owner) }),
  forceReleaseAccount: async ({ system }) => {
    const leaving = await partyOf(system);
    const appId = await system.authorize(leaving);
    await leaving.bind(appId, ...(await leaving.register('一', '二')));
    return input({ appId, reason: 'The owner has left the platform.' });
  },
  reconcileAuthorizations: () => input({ dryRun: true }),
  addPaymentInterface: ({ appId }) => input({ appId, name: '停车费', merchantNumber: '1900099999' }),
  removePaymentInterface: async ({ owner, appId }) =>
    input({ paymentInterfaceId: await owner.offerPayment(appId, '1900088888') }),
  generateShareCodes: ({ appId }) => input({ appId, count: 2 }),
  cancelShareCodes: async ({ owner, appId }) => {
    const codes = await owner.codes(appId, 2);
    return input({ appId, labels: codes.map(({ label }) => label) });
  },
  redeemShareCode: async ({ owner, appId }) => input({ code: await owner.code(appId) }),
  revokeSharing: async ({ system, owner, appId }) => {
    const other = await partyOf(system);
    const sharingId = await owner.share(appId, other);
    await other.bind(appId, ...(await other.register('一')));
    return input({ sharingId, unbindCommunities: true });
  },
  registerCommunities: () => input({ communities: [{ name: '阳光花园', externalId: 'A-001' }, { name: '翠湖雅苑' }] }),
  renameCommunity: async ({ owner }) => input({ communityId: (await owner.register('一'))[0], name: '阳光花园一期' }),
  removeCommunity: async ({ owner }) => input({ communityId: (await owner.register('一'))[0] }),
  bindCommunities: async ({ owner, appId }) => input({ appId, communityIds: await owner.register('一'), move: false }),
  unbindCommunities: async ({ owner, appId, paymentInterfaceId }) => {
    const communityIds = await owner.register('一');
    await owner.bind(appId, ...communityIds);
    await owner.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, ...communityIds);
    return input({ appId, communityIds });
  },
  bindPaymentInterface: async ({ owner, appId, paymentInterfaceId }) => {
    const communityIds = await owner.register('一');
    await owner.bind(appId, ...communityIds);
    return input({ paymentInterfaceId, merchantNumber: MERCHANT_NUMBER, communityIds, replace: false });
  },
  unbindPaymentInterface: async ({ owner, appId, paymentInterfaceId }) => {
    const communityIds = await owner.register('一');
    await owner.bind(appId, ...communityIds);
    await owner.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, ...communityIds);
    return input({ paymentInterfaceId, communityIds });
  },
  issueAccessToken: ({ appId }) => ({ input: { appId } }),
  saveMenuDraft: ({ appId }) => input({ ...exampleOf('saveMenuDraft'), appId }),
  publishMenu: async (scene) => input({ ...exampleOf('publishMenu'), appId: await drafted(scene) }),
  importMenu: ({ appId }) => input({ appId }),
  deleteMenu: ({ appId }) => input({ appId }),
  setAutomaticReplies: ({ appId }) => input({ ...exampleOf('setAutomaticReplies'), appId }),
};

const exampleOf = (mutation: string): Variables =>
  (JSON.parse(read('mutation', mutation, 'json')) as { readonly input: Variables }).input;

/** An account with version 1 of a menu's draft. */
async function drafted({ system, owner }: Scene): Promise<string> {
  const appId = await system.authorize(owner);
  await owner.do('saveMenuDraft', { ...exampleOf('saveMenuDraft'), ...newKey(), appId });
  return appId;
}

const newAuthorization = async ({ owner }: Scene): Promise<string> => {
  const { authorization } = await owner.do<{ authorization: { id: string } }>(
    'authorizeAccount',
    {},
    'authorization { id }',
  );
  return authorization.id;
};

const QUERIES: Readonly<Record<string, Fitting>> = {
  viewer: () => ({}),
  latestCursor: () => ({}),
  account: ({ appId }) => ({ appId, first: 10 }),
  accounts: () => FILTERS,
  authorization: async (scene) => ({ id: await newAuthorization(scene) }),
  community: ({ communityId }) => ({ id: communityId }),
  communities: () => FILTERS,
  sharing: ({ sharingId }) => ({ id: sharingId }),
  paymentInterface: ({ paymentInterfaceId }) => ({ id: paymentInterfaceId }),
  auditEvent: async ({ owner }) => {
    const { auditTrail } = await owner.query<{ auditTrail: { nodes: { id: string }[] } }>(
      '{ auditTrail(first: 1) { nodes { id } } }',
    );
    return { id: auditTrail.nodes[0]?.id };
  },
  auditTrail: () => ({ ...FILTERS, order: 'NEWEST_FIRST' }),
  history: async ({ system, appId, communityId }) => ({
    at: { cursor: await headOf(system) },
    appId,
    communityId,
    first: 10,
  }),
  weChatCallbacks: () => FILTERS,
  auditSeals: () => ({ first: 10, after: null }),
  auditConsistency: async ({ system }) => {
    await system.gongxiang.sealer.seal();
    return { fromTreeSize: '1', toTreeSize: '2' };
  },
  auditKeys: () => ({}),
};

const FEEDS: Readonly<Record<string, Fitting>> = {
  bindingChanges: ({ appId }) => ({ after: '0', appId, communityIds: null }),
  accountChanges: ({ appId }) => ({ after: '0', appId }),
  auditTrail: () => ({ after: '0', filter: null }),
  authorizationChanges: async (scene) => ({ id: await newAuthorization(scene) }),
};

const FITTING = { query: QUERIES, mutation: COMMANDS, subscription: FEEDS };

describe('the example operations', () => {
  let system: TestSystem;
  let schema: GraphQLSchema;
  let scene: Scene;
  let admin: Party;
  let service: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    admin = await officerOf(system, 'PLATFORM_ADMIN');
    service = await officerOf(system, 'SERVICE');
    const owner = await partyOf(system);
    const recipient = await partyOf(system);
    schema = await schemaOf(system.url, owner.token);
    const appId = await system.authorize(owner);
    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT_NUMBER);
    const [communityId = ''] = await owner.register('一期');
    await owner.bind(appId, communityId);
    await owner.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, communityId);
    const sharingId = await owner.share(appId, recipient);
    scene = { system, owner, appId, paymentInterfaceId, communityId, recipient, sharingId };
  });
  afterAll(() => system.close());

  it.each(ROOTS)('there is one for every %s, and none for another', (root) => {
    expect(examples(root).sort()).toEqual([...rootFields(schema, root)].sort());
    expect(Object.keys(FITTING[root]).sort()).toEqual(examples(root).sort());
    for (const field of examples(root)) expect(existsSync(join(FOLDER, root, `${field}.json`))).toBe(true);
  });

  /** Who may carry it out. */
  async function tokenFor(field: string): Promise<string> {
    if (['forceReleaseAccount', 'reconcileAuthorizations', 'weChatCallbacks'].includes(field)) return admin.token;
    if (field === 'issueAccessToken') return service.token;
    return field === 'redeemShareCode' ? (await partyOf(system)).token : scene.owner.token;
  }

  it.each(Object.keys(QUERIES))('query %s is answered', async (field) => {
    const variables = await QUERIES[field]?.(scene);
    const token = await tokenFor(field);
    const answer = await post(system.url, { query: read('query', field, 'graphql'), variables }, { token });
    expect(answer.body?.errors).toBeUndefined();
    const [told] = Object.values(answer.body?.data ?? {});
    expect(told).not.toBeNull();
    expect(told).toBeDefined();
  });

  it.each(Object.keys(COMMANDS))('mutation %s is carried out', async (field) => {
    const variables = await COMMANDS[field]?.(scene);
    const token = await tokenFor(field);
    const answer = await post(system.url, { query: read('mutation', field, 'graphql'), variables }, { token });
    expect(answer.body?.errors).toBeUndefined();
    const payload = answer.body?.data?.[field] as Readonly<Record<string, unknown>>;
    expect(payload['__typename']).toBe(`${field.charAt(0).toUpperCase()}${field.slice(1)}Success`);
    // What a service is given is no state of anything.
    if (field !== 'issueAccessToken') expect(payload['cursor']).toMatch(/^\S+$/);
    // Objects in it show the present: nothing that was just changed is missing.
    expect(Object.entries(payload).filter(([, value]) => value === null)).toEqual([]);
  });

  it.each(Object.keys(FEEDS))('subscription %s tells the past', async (field) => {
    const variables = (await FEEDS[field]?.(scene)) ?? {};
    const socket = await openSocket(system.url, scene.owner.token);
    const count = field === 'authorizationChanges' ? 1 : 2;
    const operation = { query: read('subscription', field, 'graphql'), variables };
    const told = await socket.run(operation, (_, messages) => messages === count);
    expect(codesTold(told)).toEqual([]);
    expect(told.messages).toHaveLength(count);
    expect(told.messages.at(-1)?.data?.[field]).not.toBeNull();
    await socket.close();
  });

  it.each(ROOTS.flatMap((root) => Object.keys(FITTING[root]).map((field) => [root, field] as const)))(
    '%s %s may be sent with the variables beside it',
    async (root, field) => {
      const operation = {
        query: read(root, field, 'graphql'),
        variables: JSON.parse(read(root, field, 'json')) as Variables,
      };
      const token = await tokenFor(field);
      if (root === 'subscription') {
        const socket = await openSocket(system.url, token);
        expect(codesTold(await socket.run(operation, () => true))).toEqual([]);
        await socket.close();
      } else {
        expect((await post(system.url, operation, { token })).body?.errors).toBeUndefined();
      }
    },
  );
});
