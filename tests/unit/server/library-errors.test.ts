import { WebSocket } from 'ws';
import { buildGongxiangSchema } from '../../../schema/build.js';
import { startApi, type Api } from './api.js';

/** What a document or its variables can get wrong in the eyes of the library and its scalars. */
const CASES: readonly (readonly [what: string, query: string, variables: object | null])[] = [
  ['a 30 February', '{ auditTrail(filter: { from: "2026-02-30T00:00:00Z" }) { asOf } }', null],
  [
    'a 30 February in a variable',
    'query ($f: DateTime) { auditTrail(filter: { from: $f }) { asOf } }',
    { f: '2026-02-30T00:00:00Z' },
  ],
  [
    'a 30 February within a variable',
    'query ($f: AuditFilter) { auditTrail(filter: $f) { asOf } }',
    { f: { from: '2026-02-30T00:00:00Z' } },
  ],
  ['a moment that is a number', '{ auditTrail(filter: { from: 1.5 }) { asOf } }', null],
  [
    'a moment that is a list, in a variable',
    'query ($f: DateTime) { auditTrail(filter: { from: $f }) { asOf } }',
    { f: [1] },
  ],
  ['a wrong enum', '{ auditTrail(order: SIDEWAYS) { asOf } }', null],
  ['a wrong enum in a variable', 'query ($o: SortOrder!) { auditTrail(order: $o) { asOf } }', { o: 'SIDEWAYS' }],
  ['a missing variable', 'query ($id: ID!) { auditEvent(id: $id) { id } }', null],
  [
    'a cursor that is a number, in a variable',
    'subscription ($c: Cursor) { auditTrail(after: $c) { __typename } }',
    { c: 7 },
  ],
  ['a cursor that is a number', 'subscription { auditTrail(after: 7) { __typename } }', null],
  [
    'an explicit null for what is not null',
    'query ($o: SortOrder! = NEWEST_FIRST) { auditTrail(order: $o) { asOf } }',
    { o: null },
  ],
];

describe('what the library finds wrong with a request is the client’s mistake', () => {
  let api: Api;
  let token: string;
  beforeAll(async () => {
    api = await startApi({ schema: await buildGongxiangSchema() });
    token = await api.token();
  });
  afterAll(() => api.server.close());

  it.each(CASES.filter(([, query]) => !query.startsWith('subscription')))(
    'over HTTP: %s',
    async (_, query, variables) => {
      const { body } = await api.ask(query, variables ? { variables } : {});
      expect(body.data ?? null).toBeNull();
      expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    },
  );

  it.each(CASES)('over WebSocket: %s', async (_, query, variables) => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const told = new Promise<string>((resolve) =>
      socket.on('message', (message: Buffer) => {
        const { type, payload } = JSON.parse(message.toString()) as { type: string; payload?: unknown };
        if (type === 'next' || type === 'error') resolve(JSON.stringify(payload));
      }),
    );
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    socket.once('message', () =>
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables } })),
    );
    expect([...(await told).matchAll(/"code":"(\w+)"/g)].map(([, code]) => code)).toEqual(['BAD_USER_INPUT']);
    socket.close();
  });

  it('R27: a token without a tenant is one, and what tenants do is forbidden with it', async () => {
    const headers = { authorization: `Bearer ${await api.token({ tenant: null })}` };
    const mutation = 'mutation { removeCommunity(input: { communityId: "c", idempotencyKey: "k" }) { __typename } }';
    for (const query of ['{ accounts { totalCount } }', mutation]) {
      const { status, body } = await api.ask(query, { headers });
      expect([status, body.errors]).toEqual([
        200,
        [
          expect.objectContaining({
            message: 'This is for tenants, and your token names none. Use a token that was issued for a tenant.',
            extensions: { code: 'FORBIDDEN' },
          }),
        ],
      ]);
    }
    const { body } = await api.ask('{ viewer { roles tenant { id } } }', { headers });
    expect(body).toEqual({ data: { viewer: { roles: ['OPERATOR'], tenant: null } } });
  });
});
