import { getIntrospectionQuery } from 'graphql';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { cursorAt, MULTIPLYING, startApi, type Api } from './api.js';

const error = (code: string, message?: string) =>
  expect.objectContaining({
    ...(message !== undefined && { message }),
    extensions: expect.objectContaining({ code }) as unknown,
  }) as unknown;

describe('the API over HTTP', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.server.close());

  const graphql = 'application/graphql-response+json';

  describe('who asks', () => {
    it('is told by the token', async () => {
      const { status, body } = await api.ask('{ who hasLoaders }');
      expect({ status, body }).toEqual({ status: 200, body: { data: { who: 'zhang of t1', hasLoaders: 'true' } } });
      expect(api.tenantNames.get('t1')).toBe('物业一');
    });

    it.each([
      ['no token', ''],
      ['another scheme', 'Basic emhhbmc6eA=='],
      ['nonsense', 'Bearer nonsense'],
      ['an unsigned token', `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    ])('is refused with %s', async (_, authorization) => {
      const { status, headers, body } = await api.ask('{ who }', { headers: { authorization } });
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(body).toEqual({ errors: [error('UNAUTHENTICATED')] });
    });

    it('is refused with an expired token, in its language', async () => {
      const token = await api.token({}, Date.now() - 120_000);
      const headers = { authorization: `Bearer ${token}` };
      expect((await api.ask('{ who }', { headers })).body.errors?.[0]?.message).toBe('The token has expired.');
      const chinese = await api.ask('{ who }', { headers: { ...headers, 'accept-language': 'zh-CN' } });
      expect(chinese.body.errors?.[0]?.message).toBe('需要有效的访问令牌(Bearer token)。');
    });
  });

  describe('errors', () => {
    it.each([
      ['unknown', 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side. Tell us the correlation id.'],
      ['system', 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side. Tell us the correlation id.'],
      ['forbidden', 'FORBIDDEN', 'Only operators.'],
      ['coded', 'FORBIDDEN', 'No role.'],
      [
        'tryAgain',
        'TRY_AGAIN',
        'This could not be done now. Send the same request again, with the same idempotency key.',
      ],
      ['store', 'TRY_AGAIN', 'This could not be done now. Send the same request again, with the same idempotency key.'],
      ['input', 'BAD_USER_INPUT', 'first is 1 to 100.'],
    ])('%s is told as %s', async (how, code, message) => {
      const { status, body } = await api.ask('query ($how: String!) { fail(how: $how) }', { variables: { how } });
      expect(status).toBe(200);
      expect(body).toEqual({ data: { fail: null }, errors: [error(code, message)] });
    });

    it('speak Chinese to whoever prefers it', async () => {
      const headers = { 'accept-language': 'zh' };
      const { body } = await api.ask('{ a: fail(how: "input") b: fail(how: "forbidden") c: fail(how: "x") }', {
        headers,
      });
      expect(body.errors?.map(({ message }) => message)).toEqual([
        'first 应为 1 至 100。',
        '您的角色无权执行此操作。',
        '服务器内部错误,请将 correlation id 告知我们。',
      ]);
    });

    it('R29: name the correlation id and nothing of the inside, which the log tells', async () => {
      const { body } = await api.ask('{ fail(how: "unknown") }', { headers: { 'x-correlation-id': 'trace 1' } });
      expect(JSON.stringify(body)).not.toMatch(/secret|stack/);
      expect(body.errors?.[0]?.extensions.correlationId).toBe('trace 1');
      const line = api.log.find(({ err, correlationId }) => err !== undefined && correlationId === 'trace 1');
      expect(line?.['err']).toMatchObject({ message: 'secret detail of /var/lib/db' });
    });

    it('are ours where a resolver breaks the schema', async () => {
      expect((await api.ask('{ never }')).body).toEqual({ data: null, errors: [error('INTERNAL_SERVER_ERROR')] });
      expect((await api.ask('{ numbers }')).body.errors).toEqual([error('INTERNAL_SERVER_ERROR')]);
    });

    it.each([
      ['a syntax error', '{ who', {}],
      ['an unknown field', '{ nothing }', {}],
      ['a missing variable', 'query ($t: String!) { echo(text: $t) }', {}],
      ['a variable of another type', 'query ($t: String!) { echo(text: $t) }', { t: 1 }],
      ['an integer that is too big', 'query ($n: Int) { echo(text: "a", times: $n) }', { n: 2 ** 40 }],
      ['no operation of that name', 'query A { who } query B { who }', {}],
    ])('are the client’s for %s: 400, or 200 as plain JSON', async (_, query, variables) => {
      const { status, body } = await api.ask(query, { variables, headers: { accept: graphql } });
      expect({ status, errors: body.errors }).toEqual({ status: 400, errors: [error('BAD_USER_INPUT')] });
      expect((await api.ask(query, { variables, headers: { accept: 'application/json' } })).status).toBe(200);
    });

    it('point a subscription to the WebSocket', async () => {
      const { status, body } = await api.ask('subscription { count(to: 1) }');
      expect({ status, errors: body.errors }).toEqual({
        status: 400,
        errors: [
          error('BAD_USER_INPUT', 'Subscriptions come over WebSocket, at the same path (graphql-transport-ws).'),
        ],
      });
    });

    it('are the client’s for bodies that are no requests', async () => {
      const token = await api.token();
      const post = (body: string, type = 'application/json') =>
        fetch(`${api.url}/graphql`, {
          method: 'POST',
          body,
          headers: { 'content-type': type, authorization: `Bearer ${token}` },
        });
      const answers = await Promise.all([
        post('{'),
        post('[]'),
        post('{}'),
        post('"x"'),
        post('{"__proto__":{}}'),
        post('a=b', 'text/csv'),
      ]);
      for (const answer of answers) {
        expect(Math.floor(answer.status / 100)).toBe(4);
        expect(await answer.json()).toEqual({ errors: [error('BAD_USER_INPUT')] });
      }
    });
  });

  describe('limits', () => {
    const refused = async (query: string): Promise<void> => {
      const { status, body } = await api.ask(query, { headers: { accept: graphql } });
      expect({ status, errors: body.errors }).toEqual({ status: 400, errors: [error('BAD_USER_INPUT')] });
    };

    it('a body has at most 1 MiB', async () => {
      const { status, body } = await api.ask('query ($t: String!) { echo(text: $t) }', {
        variables: { t: 'x'.repeat(2 ** 20) },
      });
      expect({ status, body }).toEqual({
        status: 413,
        body: { errors: [error('BAD_USER_INPUT', 'A request body has at most 1 MiB.')] },
      });
    });
    it('a document has at most 2,000 tokens', () => refused(`{ ${'who '.repeat(2_000)} }`));
    it('fields are nested at most 15 deep', () => refused(`{ ${'node { '.repeat(15)} name ${'} '.repeat(15)} }`));
    it('one selection asks for a field at most 30 times', () =>
      refused(`{ ${Array.from({ length: 31 }, (_, index) => `a${index}: who`).join(' ')} }`));
    it('an operation has at most 50,000 fields once expanded, as it says in both languages', async () => {
      await refused(MULTIPLYING);
      const chinese = await api.ask(MULTIPLYING, { headers: { 'accept-language': 'zh' } });
      expect(chinese.body.errors?.[0]?.message).toMatch(/最多可请求 50,000 个字段/);
    });
    it('the customary introspection query passes', async () => {
      expect((await api.ask(getIntrospectionQuery())).body.errors).toBeUndefined();
    });
  });

  it('takes over a correlation id or makes one', async () => {
    const given = await api.ask('{ correlation }', { headers: { 'x-correlation-id': 'abc' } });
    expect([given.headers.get('x-correlation-id'), given.body.data?.['correlation']]).toEqual(['abc', 'abc']);
    const made = await api.ask('{ correlation }', { headers: { 'x-correlation-id': 'x'.repeat(129) } });
    expect(made.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.body.data?.['correlation']).toBe(made.headers.get('x-correlation-id'));
  });

  it('R28: a query waits for the cursor of x-after-cursor', async () => {
    const after = (cursor: string) => api.ask('{ who }', { headers: { 'x-after-cursor': cursor } });
    expect((await after(cursorAt(5))).body.data).toEqual({ who: 'zhang of t1' });
    expect((await after(cursorAt(6))).body.errors).toEqual([error('TRY_AGAIN')]);
    expect((await after(cursorAt(8))).body.errors).toEqual([
      error(
        'BAD_USER_INPUT',
        'x-after-cursor lies beyond the newest event; latestCursor tells where the newest one is.',
      ),
    ]);
    expect((await after(cursorAt(5).replace('aa', 'bb'))).body.errors).toEqual([
      error('BAD_USER_INPUT', 'x-after-cursor is a cursor of another installation; take one from this installation.'),
    ]);
    expect((await after('nonsense')).body.errors).toEqual([error('BAD_USER_INPUT')]);
  });

  it('says that views lag', async () => {
    expect((await api.ask('mutation { lag }')).body).toEqual({
      data: { lag: 'accepted' },
      extensions: { viewsLag: true },
    });
    expect((await api.ask('{ who }')).body.extensions).toBeUndefined();
  });

  it('R29: logs one line a request, without what was asked', async () => {
    await api.ask('query Whisper($t: String!) { echo(text: $t) }', {
      variables: { t: 'whispered' },
      headers: { 'x-correlation-id': 'log me' },
    });
    await fetch(`${api.url}/graphql?query=%7Bwhispered%7D`);
    const lines = api.log.filter(({ correlationId }) => correlationId === 'log me');
    expect(lines).toEqual([
      expect.objectContaining({ method: 'POST', path: '/graphql', status: 200, operation: 'Whisper', tenant: 't1' }),
    ]);
    expect(JSON.stringify(api.log)).not.toMatch(/whispered|Bearer ey/);
  });

  describe('for whoever runs it', () => {
    it('says that it lives and is ready', async () => {
      expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
      const ready = await fetch(`${api.url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', reasons: [] }]);
    });

    it('is not ready when a read model has stopped', async () => {
      const stopped = { eventId: 'e1', message: 'poison' };
      api.projections.push({ name: 'trail', version: 1, cursor: null, active: true, stopped });
      const ready = await fetch(`${api.url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'not ready', reasons: ['Stopped read models: trail.'] },
      ]);
      expect(await (await fetch(`${api.url}/metrics`)).text()).toContain('gongxiang_projections_stopped 1');
      api.projections.pop();
    });

    it('counts', async () => {
      const metrics = await (await fetch(`${api.url}/metrics`)).text();
      expect(metrics).toContain('gongxiang_projection_lag 2');
      expect(metrics).toMatch(/gongxiang_operations_total\{transport="http",type="query",outcome="ok"\} \d+/);
      expect(metrics).toMatch(/request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} \d+/);
    });

    it.each([
      ['fails', () => Promise.reject(new EventStoreUnavailableError('down'))],
      ['does not answer', () => new Promise<never>(() => undefined)],
    ])('goes on counting while the log %s', async (_, head) => {
      const alone = await startApi({ events: { head, acceptCursor: () => head() } });
      const metrics = await fetch(`${alone.url}/metrics`);
      expect(metrics.status).toBe(200);
      const text = await metrics.text();
      expect(text).toMatch(/gongxiang_projection_lag nan/i);
      expect(text).toContain('gongxiang_sockets 0');
      expect((await fetch(`${alone.url}/readyz`)).status).toBe(503);
      await alone.server.close();
    });
  });

  describe('the explorer', () => {
    const page = { headers: { accept: 'text/html,application/xhtml+xml' } };

    it('is what a browser gets, and asks nobody else for anything', async () => {
      for (const path of ['/', '/graphql']) {
        const response = await fetch(`${api.url}${path}`, page);
        expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
        const html = await response.text();
        expect(html).not.toMatch(/https?:/);
        const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => String(file));
        expect(files).toHaveLength(6);
        for (const file of files) expect((await fetch(`${api.url}${file}`)).status).toBe(200);
      }
    });

    it('finds the modules that its script imports', async () => {
      const client = await fetch(`${api.url}/explorer/graphql-ws/client.js`);
      expect(client.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      const [, part] = /from '\.\/(common-[^']+)'/.exec(await client.text()) ?? [];
      expect((await fetch(`${api.url}/explorer/graphql-ws/${String(part)}`)).status).toBe(200);
    });

    it('gives away no other file', async () => {
      for (const file of ['package.json', '../package.json', 'graphql-ws/server.js', '%2e%2e/package.json']) {
        expect((await fetch(`${api.url}/explorer/${file}`)).status).toBe(404);
      }
    });
  });

  it('answers 404 elsewhere', async () => {
    const response = await fetch(`${api.url}/elsewhere`);
    expect([response.status, await response.json()]).toEqual([404, { errors: [error('BAD_USER_INPUT')] }]);
  });
});

describe('a server that stops', () => {
  it('lets running operations finish and takes no new ones', async () => {
    const api = await startApi();
    const running = api.ask('{ held }');
    await api.gate.entered;
    const closed = api.server.close();
    const refused = await api.ask('{ who }');
    expect([refused.status, refused.headers.get('connection'), refused.body]).toEqual([
      503,
      'close',
      { errors: [error('TRY_AGAIN')] },
    ]);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
    api.gate.open();
    expect((await running).body.data).toEqual({ held: 'released' });
    await closed;
    await expect(fetch(`${api.url}/healthz`)).rejects.toThrow();
  });
});
