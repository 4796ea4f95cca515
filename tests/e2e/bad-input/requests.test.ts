import { headOf } from '../../support/log.js';
import { partyOf, type Party } from '../../support/party.js';
import { codesTold, openSocket, Socket } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { get, post, type WireAnswer } from '../../support/wire.js';
import { expectLanguage, expectNoAccident, expectRefused, LANGUAGES } from './clear.js';

const REGISTER = 'registerCommunities(input: { communities: [{ name: "x" }], idempotencyKey: "k" }) { __typename }';
/** Would register a community, were it carried out. */
const MUTATION = `mutation { ${REGISTER} }`;
const nested = (levels: number): string =>
  `{ account(appId: "x") { ${'sharing { account { '.repeat(levels)} id ${'} } '.repeat(levels)} } }`;
const aliases = (count: number): string =>
  `mutation { ${Array.from({ length: count }, (_, index) => `m${index}: ${REGISTER}`).join(' ')} }`;
const tokens = (count: number): string => `{ ${'latestCursor '.repeat(count)} }`;

/** What is wrong with a document, whichever way it comes. */
const DOCUMENTS: readonly (readonly [what: string, query: string])[] = [
  ['no GraphQL', 'hello'],
  ['an open brace', 'mutation { registerCommunities(input: {'],
  ['nothing', ''],
  ['a comment', '# nothing'],
  ['an unknown field', '{ viewer { subject password } }'],
  ['an unknown root field', 'mutation { dropTables }'],
  ['an unknown argument', '{ account(appId: "x", tenantId: "y") { id } }'],
  ['a missing argument', '{ account { id } }'],
  ['an unknown type', 'query ($x: Nothing) { latestCursor }'],
  ['an unknown directive', '{ latestCursor @drop }'],
  ['an unknown enum value', '{ accounts(filter: { status: GONE }) { totalCount } }'],
  ['no selection', '{ viewer }'],
  ['a variable that is not declared', 'query { account(appId: $x) { id } }'],
  ['a fragment that contains itself', '{ viewer { ...f } } fragment f on Viewer { ...f }'],
  ['two operations and no name', '{ latestCursor } query other { latestCursor }'],
  ['an integer beyond 32 bits', '{ accounts(first: 99999999999999999999) { totalCount } }'],
  ['half an integer', '{ accounts(first: 1.5) { totalCount } }'],
  ['an integer in quotes', '{ accounts(first: "1") { totalCount } }'],
  ['a string that does not end', '{ account(appId: "x) { id } }'],
  ['a wrong escape', '{ account(appId: "\\q") { id } }'],
  ['a null character', '{ latestCursor \u0000 }'],
  ['more than 15 levels', nested(8)],
  [
    'more than 15 levels in fragments',
    `${nested(6).replace(' id ', ' ...f ')} fragment f on Account { ${'sharing { account { '.repeat(2)} id } } } } }`,
  ],
  ['more than 30 names of a field', aliases(31)],
  ['more than 2,000 tokens', tokens(2_000)],
  ['two subscriptions at once', 'subscription { a: auditTrail { __typename } bindingChanges { __typename } }'],
];

describe('requests that are none', () => {
  let system: TestSystem;
  let operator: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    operator = await partyOf(system);
  });
  afterAll(() => system.close());

  const send = (body: unknown, headers: Record<string, string> = {}): Promise<WireAnswer> =>
    post(system.url, body, { token: operator.token, headers });

  /** Nothing may have been carried out. */
  async function withoutEffect<Result>(run: () => Promise<Result>): Promise<Result> {
    const before = await headOf(system);
    const result = await run();
    expect(await headOf(system)).toBe(before);
    return result;
  }

  describe('documents', () => {
    it.each(DOCUMENTS)('%s over HTTP', async (_, query) => {
      expectRefused(await withoutEffect(() => send({ query })));
    });

    it.each(DOCUMENTS)('%s over WebSocket', async (_, query) => {
      const socket = await openSocket(system.url, operator.token);
      const told = await withoutEffect(() => socket.run({ query }, () => true));
      expect(new Set(codesTold(told))).toEqual(new Set(['BAD_USER_INPUT']));
      expectNoAccident({ status: 200, text: JSON.stringify(told) });
      // The socket goes on.
      expect((await socket.run({ query: '{ latestCursor }' })).messages[0]?.data).toHaveProperty('latestCursor');
      await socket.close();
    });

    it.each(LANGUAGES)('limits are told in the reader’s language (%s)', async (language) => {
      for (const query of [nested(8), aliases(31)]) {
        const answer = await send({ query }, { 'accept-language': language });
        for (const { message } of answer.body?.errors ?? []) expectLanguage(message, language);
        expect(answer.body?.errors?.length).toBeGreaterThan(0);
      }
    });

    it('what the limits allow is answered', async () => {
      const thirty = Array.from({ length: 30 }, (_, index) => `a${index}: latestCursor`).join(' ');
      const ids = Array.from({ length: 900 }, (_, index) => `"${index}"`).join(' ');
      const manyTokens = `{ communities(filter: { ids: [${ids}] }) { totalCount } }`;
      for (const query of [nested(6), `{ ${thirty} }`, manyTokens]) {
        expect((await send({ query })).body?.errors).toBeUndefined();
      }
    });
  });

  describe('variables', () => {
    const query =
      'query ($first: Int!, $filter: CommunityFilter) { communities(first: $first, filter: $filter) { totalCount } }';
    it.each([
      ['missing', undefined],
      ['a list', []],
      ['a text', 'first=1'],
      ['null for what is needed', { first: null }],
      ['a text for a number', { first: 'one' }],
      ['a huge number', { first: 1e308 }],
      ['an unknown field', { first: 1, filter: { owner: 'x' } }],
      ['an object for a text', { first: 1, filter: { search: { $gt: '' } } }],
      ['a number for a flag', { first: 1, filter: { bound: 1 } }],
      ['a list for a text', { first: 1, filter: { search: ['a'] } }],
    ])('%s', async (_, variables) => {
      expectRefused(await send({ query, variables }));
    });
    it('are refused over WebSocket alike', async () => {
      const socket = await openSocket(system.url, operator.token);
      for (const variables of [{}, { first: null }, { first: 'one' }, { first: 1, filter: { owner: 'x' } }]) {
        expect(codesTold(await socket.run({ query, variables }, () => true))).toEqual(['BAD_USER_INPUT']);
      }
      await socket.close();
    });
  });

  describe('bodies', () => {
    it.each([
      ['nothing', ''],
      ['no JSON', 'mutation {'],
      ['JSON that does not end', '{"query": "'],
      ['a text', '"query"'],
      ['a number', '1'],
      ['null', 'null'],
      ['an empty object', '{}'],
      ['a query that is no text', '{"query":{"a":1}}'],
      ['a list of requests', JSON.stringify([{ query: MUTATION }, { query: MUTATION }])],
      ['an empty list', '[]'],
      ['__proto__', `{"query":${JSON.stringify(MUTATION)},"__proto__":{"x":1}}`],
      ['constructor.prototype', `{"query":${JSON.stringify(MUTATION)},"constructor":{"prototype":{"x":1}}}`],
      ['an unknown operation', JSON.stringify({ query: `mutation one { ${REGISTER} }`, operationName: 'two' })],
      ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}'],
    ])('%s', async (_, body) => {
      expectRefused(await withoutEffect(() => send(body)));
    });

    it('more than 1 MiB', async () => {
      const query = `mutation { registerCommunities(input: { communities: [{ name: "${'x'.repeat(1_048_577)}" }], idempotencyKey: "k" }) { __typename } }`;
      const answer = await withoutEffect(() => send({ query }));
      expectRefused(answer);
      expect(answer.status).toBe(413);
      const socket = await openSocket(system.url, operator.token);
      socket.send({ type: 'subscribe', id: '1', payload: { query } });
      expect((await socket.closed).code).toBe(1009);
    });

    it.each([
      ['text', 'text/plain'],
      ['a form', 'application/x-www-form-urlencoded'],
      ['a form with parts', 'multipart/form-data; boundary=x'],
      ['XML', 'application/xml'],
      ['GraphQL', 'application/graphql'],
    ])('that call themselves %s', async (_, type) => {
      const answer = await withoutEffect(() => send(JSON.stringify({ query: MUTATION }), { 'content-type': type }));
      expectRefused(answer);
    });

    it.each(LANGUAGES)('are refused in the reader’s language (%s)', async (language) => {
      const answer = await send('{', { 'accept-language': language });
      expectRefused(answer);
      expectLanguage(answer.body?.errors?.[0]?.message ?? '', language);
    });
  });

  describe('methods', () => {
    const ask = (query: string) =>
      get(`${system.url}?${new URLSearchParams({ query }).toString()}`, {
        token: operator.token,
        headers: { accept: 'application/json' },
      });

    it('GET answers a query and refuses a mutation', async () => {
      expect((await ask('{ latestCursor }')).body?.data).toHaveProperty('latestCursor');
      const answer = await withoutEffect(() => ask(MUTATION));
      expectRefused(answer);
      expect(answer.status).toBe(405);
    });

    it('GET refuses a subscription', async () => {
      expectRefused(await ask('subscription { auditTrail { __typename } }'));
    });

    it.each(['PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
      const response = await fetch(system.url, { method, headers: { authorization: `Bearer ${operator.token}` } });
      expectNoAccident({ status: response.status, text: await response.text() });
      expect(response.status).toBeGreaterThanOrEqual(400);
    });
  });

  it.each(LANGUAGES)('a subscription over HTTP is told to come over WebSocket (%s)', async (language) => {
    const answer = await send({ query: 'subscription { auditTrail { __typename } }' }, { 'accept-language': language });
    expectRefused(answer);
    expect(answer.body?.errors?.[0]?.message).toMatch(/WebSocket/);
    expectLanguage(answer.body?.errors?.[0]?.message ?? '', language);
  });

  describe('messages of a socket', () => {
    it.each([
      ['no JSON', 'hello'],
      ['no type', '{}'],
      ['an unknown type', '{"type":"drop"}'],
      ['no payload', '{"type":"subscribe","id":"1"}'],
      ['no id', `{"type":"subscribe","payload":{"query":"{ latestCursor }"}}`],
      ['an empty id', `{"type":"subscribe","id":"","payload":{"query":"{ latestCursor }"}}`],
      ['a query that is no text', '{"type":"subscribe","id":"1","payload":{"query":1}}'],
      ['a list', '[]'],
    ])('%s close it with 4400', async (_, message) => {
      const socket = await openSocket(system.url, operator.token);
      socket.send(message);
      expect((await socket.closed).code).toBe(4400);
    });

    it('a second greeting closes it with 4429', async () => {
      const socket = await openSocket(system.url, operator.token);
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${operator.token}` } });
      expect((await socket.closed).code).toBe(4429);
    });

    it('the 51st operation is TOO_MANY_REQUESTS, and the others go on', async () => {
      const socket = await openSocket(system.url, operator.token);
      const feeds = Array.from({ length: 50 }, () =>
        socket.run({ query: 'subscription { auditTrail { __typename } }' }, (_, count) => count === 2),
      );
      const told = await socket.run({ query: '{ latestCursor }' });
      expect(codesTold(told)).toEqual(['TOO_MANY_REQUESTS']);
      await operator.register('feeds tell of this');
      expect((await Promise.all(feeds)).every(({ messages }) => messages.length === 2)).toBe(true);
      await socket.close();
    });

    it('a socket elsewhere is refused', async () => {
      const socket = new Socket(system.url.replace('/graphql', '/elsewhere'));
      expect((await socket.closed).code).toBe(1006);
    });
  });
});
