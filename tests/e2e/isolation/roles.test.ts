import { fullOperation, rootFields, schemaOf, type Root } from '../../support/full-selection.js';
import { headOf } from '../../support/log.js';
import { codesTold, openSocket, Socket } from '../../support/socket.js';
import { partyOf } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { codesOf, post } from '../../support/wire.js';
import { CASES } from './cases.js';
import { idsOfNothing } from './world.js';
import type { GraphQLSchema } from 'graphql';

const ROLES = ['VIEWER', 'OPERATOR', 'AUDITOR', 'SERVICE', 'PLATFORM_ADMIN'] as const;
type Role = (typeof ROLES)[number];

const TENANTS: readonly Role[] = ['VIEWER', 'OPERATOR'];
const QUERY: readonly Role[] = [...TENANTS, 'AUDITOR'];
const COMMAND: readonly Role[] = ['OPERATOR'];

/** Who may what, as the contract says it. */
const MAY: Readonly<Record<Root, Readonly<Record<string, readonly Role[]>>>> = {
  query: {
    viewer: ROLES,
    latestCursor: ROLES,
    account: [...QUERY, 'PLATFORM_ADMIN'],
    accounts: [...QUERY, 'PLATFORM_ADMIN'],
    authorization: QUERY,
    community: [...QUERY, 'SERVICE'],
    communities: [...QUERY, 'SERVICE'],
    sharing: QUERY,
    paymentInterface: QUERY,
    auditEvent: QUERY,
    auditTrail: QUERY,
    history: QUERY,
    weChatCallbacks: ['PLATFORM_ADMIN'],
    auditSeals: QUERY,
    auditConsistency: QUERY,
    auditKeys: QUERY,
  },
  mutation: {
    authorizeAccount: COMMAND,
    refreshAccountProfile: COMMAND,
    releaseAccount: COMMAND,
    forceReleaseAccount: ['PLATFORM_ADMIN'],
    reconcileAuthorizations: ['PLATFORM_ADMIN'],
    addPaymentInterface: COMMAND,
    removePaymentInterface: COMMAND,
    generateShareCodes: COMMAND,
    cancelShareCodes: COMMAND,
    redeemShareCode: COMMAND,
    revokeSharing: COMMAND,
    registerCommunities: COMMAND,
    renameCommunity: COMMAND,
    removeCommunity: COMMAND,
    bindCommunities: COMMAND,
    unbindCommunities: COMMAND,
    bindPaymentInterface: COMMAND,
    unbindPaymentInterface: COMMAND,
    saveMenuDraft: COMMAND,
    publishMenu: COMMAND,
    importMenu: COMMAND,
    deleteMenu: COMMAND,
    setAutomaticReplies: COMMAND,
    issueAccessToken: ['SERVICE'],
  },
  subscription: {
    bindingChanges: [...TENANTS, 'SERVICE'],
    accountChanges: [...TENANTS, 'SERVICE'],
    authorizationChanges: TENANTS,
    auditTrail: QUERY,
  },
};

describe('who may what', () => {
  let system: TestSystem;
  let schema: GraphQLSchema;
  const tokens = new Map<Role, string>();
  const sockets = new Map<Role, Socket>();

  beforeAll(async () => {
    system = await startTestSystem();
    for (const role of ROLES) {
      const token = await system.token({ roles: [role], ...(!TENANTS.includes(role) && { tenant: null }) });
      tokens.set(role, token);
      sockets.set(role, await openSocket(system.url, token));
    }
    // So that there are trees of some size.
    const owner = await partyOf(system);
    await owner.register('一', '二');
    await system.gongxiang.sealer.seal();
    schema = await schemaOf(system.url, tokens.get('VIEWER') ?? '');
  });

  afterAll(async () => {
    for (const socket of sockets.values()) await socket.close();
    await system.close();
  });

  const operation = (root: Root, field: string): { query: string; variables: object } => {
    const ids = idsOfNothing();
    const variables = CASES[root][field]?.[0]?.variables(ids, ids) ?? {};
    return { query: fullOperation(schema, root, field, Object.keys(variables)), variables };
  };

  it.each(['query', 'mutation', 'subscription'] as const)('the table has a row for every %s', (root) => {
    expect(Object.keys(MAY[root]).sort()).toEqual([...rootFields(schema, root)].sort());
  });

  const rows = (['query', 'mutation', 'subscription'] as const).flatMap((root) =>
    Object.entries(MAY[root]).flatMap(([field, may]) =>
      ROLES.map((role) => ({ root, field, role, verdict: may.includes(role) ? 'may' : 'FORBIDDEN' })),
    ),
  );

  it.each(rows.filter(({ root }) => root !== 'subscription'))(
    '$role: $root $field over HTTP: $verdict',
    async ({ root, field, role, verdict }) => {
      const before = await headOf(system);
      const answer = await post(system.url, operation(root, field), { token: tokens.get(role) ?? null });
      expect(answer.status).toBe(200);
      expect(codesOf(answer)).toEqual(verdict === 'may' ? [] : ['FORBIDDEN']);
      if (verdict === 'FORBIDDEN') expect(await headOf(system)).toBe(before);
    },
  );

  it.each(rows)('$role: $root $field over WebSocket: $verdict', async ({ root, field, role, verdict }) => {
    const before = await headOf(system);
    const told = await sockets.get(role)?.run(operation(root, field), () => true);
    expect(told && codesTold(told)).toEqual(verdict === 'may' ? [] : ['FORBIDDEN']);
    if (verdict === 'FORBIDDEN') expect(await headOf(system)).toBe(before);
  });

  describe('without a token', () => {
    it.each(['query', 'mutation'] as const)('every %s over HTTP is UNAUTHENTICATED', async (root) => {
      const before = await headOf(system);
      for (const field of rootFields(schema, root)) {
        const answer = await post(system.url, operation(root, field));
        expect({ field, status: answer.status, codes: codesOf(answer), data: answer.body?.data }).toEqual({
          field,
          status: 401,
          codes: ['UNAUTHENTICATED'],
          data: undefined,
        });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
      expect(await headOf(system)).toBe(before);
    });

    it('introspection is UNAUTHENTICATED', async () => {
      const answer = await post(system.url, { query: '{ __schema { queryType { name } } }' });
      expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
    });

    it.each([
      ['no connectionParams', undefined],
      ['empty ones', {}],
      ['no bearer token', { authorization: 'Basic dXNlcg==' }],
      ['something that is no text', { authorization: { token: 'x' } }],
    ])('a socket with %s is closed with 4401', async (_, params) => {
      const socket = new Socket(system.url);
      expect(await socket.init(params)).toBe(false);
      expect((await socket.closed).code).toBe(4401);
    });

    it('a socket that subscribes before it says who it is is closed with 4401', async () => {
      const socket = new Socket(system.url);
      await socket.opened;
      socket.send({ type: 'subscribe', id: '1', payload: operation('subscription', 'bindingChanges') });
      expect((await socket.closed).code).toBe(4401);
    });
  });

  it('who has several roles of the installation may what any of them may', async () => {
    const token = await system.token({ roles: ['AUDITOR', 'SERVICE'], tenant: null });
    const socket = await openSocket(system.url, token);
    for (const field of ['auditTrail', 'bindingChanges', 'accountChanges']) {
      const told = await socket.run(operation('subscription', field), () => true);
      expect(codesTold(told)).toEqual([]);
    }
    const told = await socket.run(operation('subscription', 'authorizationChanges'), () => true);
    expect(codesTold(told)).toEqual(['FORBIDDEN']);
    await socket.close();
  });
});
