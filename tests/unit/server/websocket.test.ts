import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { createMetrics } from '../../../src/server/http/metrics.js';
import { MULTIPLYING, startApi, type Api } from './api.js';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client that says exactly what a test wants said. */
class Client {
  readonly #socket: WebSocket;
  readonly #received: Message[] = [];
  #waiting: ((message: Message) => void) | null = null;
  readonly #opened: Promise<unknown>;
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string, protocol = 'graphql-transport-ws', headers: Record<string, string> = {}) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, { headers });
    this.#opened = new Promise((resolve) => this.#socket.once('open', resolve));
    this.closed = new Promise((resolve) =>
      this.#socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (text: Buffer) => {
      const message = JSON.parse(text.toString()) as Message;
      if (this.#waiting) this.#waiting(message);
      else this.#received.push(message);
      this.#waiting = null;
    });
  }
  async open(payload?: object): Promise<this> {
    await this.#opened;
    this.say({ type: 'connection_init', ...(payload && { payload }) });
    return this;
  }
  say(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
  ask(id: string, query: string, variables?: object): void {
    this.say({ type: 'subscribe', id, payload: { query, variables } });
  }
  async next(): Promise<Message> {
    return this.#received.shift() ?? new Promise((resolve) => (this.#waiting = resolve));
  }
  async take(count: number): Promise<Message[]> {
    const messages: Message[] = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }
  ignorePings(): void {
    this.#socket.pong = () => undefined;
  }
  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}

const failure = (code: string, message?: string) =>
  expect.objectContaining({
    ...(message !== undefined && { message }),
    extensions: expect.objectContaining({ code }) as unknown,
  }) as unknown;

describe('the API over WebSocket', () => {
  let api: Api;
  let authorization: string;
  beforeAll(async () => {
    api = await startApi({ socketsPerTenant: 3, connectionInitWaitMs: 200 });
    authorization = `Bearer ${await api.token()}`;
  });
  afterAll(async () => {
    api.gate.open();
    await api.server.close();
  });

  const connect = async (params: object = {}, headers = {}): Promise<Client> => {
    const client = await new Client(api.url, undefined, headers).open({ authorization, ...params });
    expect(await client.next()).toEqual({ type: 'connection_ack' });
    return client;
  };

  it('answers queries, mutations and feeds', async () => {
    const client = await connect();
    client.ask('q', '{ who hasLoaders }');
    expect(await client.take(2)).toEqual([
      { type: 'next', id: 'q', payload: { data: { who: 'zhang of t1', hasLoaders: 'true' } } },
      { type: 'complete', id: 'q' },
    ]);
    client.ask('m', 'mutation { lag }');
    expect((await client.take(2))[0]?.payload).toEqual({ data: { lag: 'accepted' }, extensions: { viewsLag: true } });
    client.ask('s', 'subscription ($to: Int) { count(to: $to) }', { to: 2 });
    expect((await client.take(3)).map(({ payload }) => payload)).toEqual([
      { data: { count: '1 false' } },
      { data: { count: '2 false' } },
      undefined,
    ]);
    await client.close();
  });

  describe('closes', () => {
    it.each([
      ['without a token', {}],
      ['with nonsense for a token', { authorization: 'Bearer nonsense' }],
    ])('4401 %s', async (_, params) => {
      const client = await new Client(api.url).open(params);
      expect(await client.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
    });

    it('4401 when something is asked before the token is known to be good', async () => {
      const client = await new Client(api.url).open({});
      client.ask('q', '{ who }');
      expect((await client.closed).code).toBe(4401);
    });

    it('4403 when the token expires', async () => {
      const brief = `Bearer ${await api.token({ lifetimeSeconds: 1 })}`;
      const client = await connect({ authorization: brief });
      expect(await client.closed).toEqual({ code: 4403, reason: 'Token expired' });
    });

    it('4408 when nothing is said', async () => {
      expect((await new Client(api.url).closed).code).toBe(4408);
    });

    it('the handshake of another protocol', async () => {
      expect((await new Client(api.url, 'graphql-ws').closed).code).toBe(1006);
    });

    it.each([
      ['4400', 'nonsense', 'no message'],
      ['4429', 'a second connection_init', { type: 'connection_init' }],
    ])('%s for %s', async (code, _, message) => {
      const client = await connect();
      client.say(message);
      expect((await client.closed).code).toBe(Number(code));
    });

    it('4409 when an id is used twice', async () => {
      const client = await connect();
      client.ask('s', 'subscription { endless }');
      await client.next();
      client.ask('s', 'subscription { endless }');
      expect((await client.closed).code).toBe(4409);
    });

    it('4409 when such an id is longer than a close frame', async () => {
      const client = await connect();
      const id = '小区'.repeat(100);
      client.ask(id, 'subscription { endless }');
      await client.next();
      client.ask(id, 'subscription { endless }');
      expect(await client.closed).toEqual({ code: 4409, reason: `Subscriber for ${'小区'.repeat(18)}` });
    });

    it('1009 for a message of more than 1 MiB', async () => {
      const client = await connect();
      client.ask('q', `{ who } # ${'x'.repeat(2 ** 20)}`);
      expect((await client.closed).code).toBe(1009);
    });

    it('1013 for more sockets than a tenant may have', async () => {
      const three = await Promise.all([connect(), connect(), connect()]);
      const fourth = await new Client(api.url).open({ authorization });
      expect(await fourth.closed).toEqual({ code: 1013, reason: 'Too many sockets' });
      const ofAnother = `Bearer ${await api.token({ tenant: { id: 't2', name: null } })}`;
      await (await connect({ authorization: ofAnother })).close();
      await Promise.all(three.map((client) => client.close()));
      await (await connect()).close();
    });
  });

  describe('errors', () => {
    it.each([
      ['an unknown field', '{ nothing }', 'BAD_USER_INPUT'],
      ['a syntax error', '{ who', 'BAD_USER_INPUT'],
      ['fields nested too deep', `{ ${'node { '.repeat(15)} name ${'} '.repeat(15)} }`, 'BAD_USER_INPUT'],
      ['too many tokens', `{ ${'who '.repeat(2_000)} }`, 'BAD_USER_INPUT'],
      [
        'too many aliases',
        `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: who`).join(' ')} }`,
        'BAD_USER_INPUT',
      ],
      ['too many fields once expanded', MULTIPLYING, 'BAD_USER_INPUT'],
      ['several operations without a name', 'query A { who } query B { who }', 'BAD_USER_INPUT'],
    ])('refuse %s', async (_, query, code) => {
      const client = await connect();
      client.ask('q', query);
      expect(await client.next()).toEqual({ type: 'error', id: 'q', payload: [failure(code)] });
      await client.close();
    });

    it('R29: are masked in answers and in feeds, and speak the language asked for', async () => {
      const client = await connect({ language: 'zh-CN' });
      client.ask('q', '{ fail(how: "unknown") }');
      const masked = '服务器内部错误,请将 correlation id 告知我们。';
      expect((await client.take(2))[0]?.payload).toEqual({
        data: { fail: null },
        errors: [failure('INTERNAL_SERVER_ERROR', masked)],
      });
      client.ask('v', 'query ($t: String!) { echo(text: $t) }');
      expect((await client.take(2))[0]?.payload).toEqual({ errors: [failure('BAD_USER_INPUT')] });
      client.ask('b', 'subscription { broken }');
      expect((await client.take(2))[1]).toEqual({
        type: 'error',
        id: 'b',
        payload: [failure('INTERNAL_SERVER_ERROR', masked)],
      });
      client.ask('r', 'subscription { refused }');
      expect((await client.take(2))[0]?.payload).toEqual({
        errors: [failure('FORBIDDEN', '您的角色无权执行此操作。')],
      });
      await client.close();
    });

    it('refuse the 51st operation of a socket', async () => {
      const client = await connect();
      for (let id = 1; id <= 50; id++) client.ask(String(id), 'subscription { endless }');
      await client.take(50);
      client.ask('51', '{ who }');
      expect(await client.next()).toEqual({ type: 'error', id: '51', payload: [failure('TOO_MANY_REQUESTS')] });
      await client.close();
    });
  });

  it('takes over the correlation id of the upgrade request', async () => {
    const client = await connect({}, { 'x-correlation-id': 'from upgrade' });
    client.ask('q', '{ correlation }');
    expect((await client.next()).payload).toEqual({ data: { correlation: 'from upgrade' } });
    await client.close();
  });

  it('is nowhere but at /graphql', async () => {
    expect((await new Client(`${api.url}/elsewhere`).closed).code).toBe(1006);
  });

  it('counts sockets and feed messages', async () => {
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('gongxiang_sockets 0');
    expect(metrics).toMatch(/gongxiang_feed_messages_total [1-9]/);
    expect(metrics).toMatch(
      /gongxiang_operations_total\{transport="websocket",type="subscription",outcome="ok"\} [1-9]/,
    );
  });
});

/** What the server answers to an upgrade of this request target, sent as it is. */
async function upgradeOf(url: string, target: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  socket.write(
    [
      `GET ${target} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '',
      '',
    ].join('\r\n'),
  );
  return text(socket);
}

describe('an upgrade that cannot be served', () => {
  it.each(['//', '//:', '///graphql', 'http://[', '*', '/graphql/', '/%'])('is refused at %s', async (target) => {
    const api = await startApi();
    expect(await upgradeOf(api.url, target)).toMatch(/^HTTP\/1.1 4\d\d /);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await api.server.close();
  });

  it('for a fault of ours costs its own connection and nothing else', async () => {
    const metrics = createMetrics();
    metrics.sockets.inc = () => {
      throw new Error('a fault');
    };
    const api = await startApi({ metrics });
    expect((await new Client(api.url).closed).code).toBe(1006);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect(api.log.map(({ msg }) => msg)).toContain('An upgrade failed');
    await api.server.close();
  });

  it('because the client is gone is passed over', async () => {
    const api = await startApi();
    const { port, hostname } = new URL(api.url);
    const socket = connectTcp(Number(port), hostname);
    socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.resetAndDestroy();
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await api.server.close();
  });
});

describe('sockets of a server', () => {
  it('cost nothing else when a handler of theirs throws', async () => {
    const metrics = createMetrics();
    metrics.sockets.dec = () => {
      throw new Error('a fault');
    };
    const api = await startApi({ metrics });
    const client = await new Client(api.url).open({ authorization: `Bearer ${await api.token()}` });
    await client.next();
    await client.close();
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect(api.log.map(({ msg }) => msg)).toContain('A socket failed');
    await api.server.close();
  });

  it('that stops let running operations finish, then close with 1012', async () => {
    const api = await startApi();
    const client = await new Client(api.url).open({ authorization: `Bearer ${await api.token()}` });
    await client.next();
    client.ask('q', '{ held }');
    await api.gate.entered;
    const closed = api.server.close();
    client.ask('late', '{ who }');
    expect(await client.next()).toEqual({ type: 'error', id: 'late', payload: [failure('TRY_AGAIN')] });
    api.gate.open();
    expect(await client.take(2)).toEqual([
      { type: 'next', id: 'q', payload: { data: { held: 'released' } } },
      { type: 'complete', id: 'q' },
    ]);
    expect(await client.closed).toEqual({ code: 1012, reason: 'Server stops' });
    await closed;
  });

  it('are cut when the client does not answer any more', async () => {
    const api = await startApi({ keepAliveMs: 20 });
    const client = new Client(api.url);
    client.ignorePings();
    await client.open({ authorization: `Bearer ${await api.token()}` });
    expect((await client.closed).code).toBe(1006);
    await api.server.close();
  });
});
