import { randomUUID } from 'node:crypto';
import { logOf } from '../../support/log.js';
import { partyOf } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { get, post } from '../../support/wire.js';

describe('the server over HTTP', () => {
  let system: TestSystem;
  let base: string;
  let token: string;
  beforeAll(async () => {
    system = await startTestSystem();
    base = system.gongxiang.url;
    token = await system.token({ tenant: 'acme' });
  });
  afterAll(() => system.close());

  describe('for whoever runs it', () => {
    it('says that it lives and is ready, without a token', async () => {
      expect(await get(`${base}/healthz`)).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await get(`${base}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready', reasons: [] } });
    });

    it('counts, and names no tenant and no person', async () => {
      const person = await partyOf(system);
      const appId = await system.authorize(person);
      await person.register('小区');
      await person.isRefused('generateShareCodes', { appId, count: 0 }, 'INVALID_INPUT');
      const { status, text, headers } = await get(`${base}/metrics`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/plain/);
      expect(text).toMatch(/gongxiang_commands_total\{command="RegisterCommunities",outcome="ACCEPTED"\} \d+/);
      expect(text).toMatch(/gongxiang_commands_total\{command="GenerateShareCodes",outcome="INVALID_INPUT"\} 1/);
      expect(text).toMatch(/gongxiang_operations_total\{transport="http",type="mutation",outcome="ok"\} \d+/);
      expect(text).toMatch(/gongxiang_http_request_duration_seconds_count\{.*route="\/graphql".*\} \d+/);
      expect(text).toMatch(/gongxiang_projections_stopped 0/);
      expect(text).toMatch(/gongxiang_projection_lag \d+/);
      expect(text).toMatch(/gongxiang_append_batch_events_count \d+/);
      for (const secret of [person.tenant, person.subject, appId]) expect(text).not.toContain(secret);
    });
  });

  describe('x-correlation-id', () => {
    const register = (correlation?: string) =>
      post(
        system.url,
        {
          query: `mutation ($key: String!) { registerCommunities(input: { communities: [{ name: "x" }], idempotencyKey: $key }) { __typename } }`,
          variables: { key: randomUUID() },
        },
        { token, ...(correlation !== undefined && { headers: { 'x-correlation-id': correlation } }) },
      );
    const ofNewestEvent = async () => (await logOf(system)).at(-1)?.metadata.correlationId;

    it('is taken over into the answer and the events', async () => {
      for (const given of ['abc', 'a'.repeat(128), `trace ${randomUUID()} / 1`]) {
        expect((await register(given)).headers.get('x-correlation-id')).toBe(given);
        expect(await ofNewestEvent()).toBe(given);
      }
    });

    it('is made where there is none, or one that is too long or not printable', async () => {
      for (const given of [undefined, '', 'a'.repeat(129), 'caf\u00e9']) {
        const made = (await register(given)).headers.get('x-correlation-id');
        expect(made).toMatch(/^[0-9a-f-]{36}$/);
        expect(await ofNewestEvent()).toBe(made);
      }
    });

    it('is on every answer, whatever it is', async () => {
      for (const path of ['/healthz', '/readyz', '/nowhere', '/']) {
        const { headers } = await get(`${base}${path}`, { headers: { 'x-correlation-id': 'mine' } });
        expect(headers.get('x-correlation-id')).toBe('mine');
      }
      const refused = await post(system.url, 'no JSON', { headers: { 'x-correlation-id': 'mine' } });
      expect(refused.headers.get('x-correlation-id')).toBe('mine');
    });
  });

  describe('Accept-Language', () => {
    it.each([
      [undefined, 'en'],
      ['', 'en'],
      ['*', 'en'],
      ['zh', 'zh'],
      ['zh-CN', 'zh'],
      ['ZH-hans-cn', 'zh'],
      ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
      ['en-US,en;q=0.9,zh;q=0.8', 'en'],
      ['en;q=0.1, zh;q=0.2', 'zh'],
      ['zh;q=0, en', 'en'],
      ['fr, zh;q=0.9', 'en'],
      ['zho', 'en'],
      [';;;,,,q=', 'en'],
    ])('%s is answered in %s', async (given, language) => {
      const { body } = await post(
        system.url,
        {
          query: `mutation { renameCommunity(input: { communityId: "x", name: "x", idempotencyKey: "k" }) { ... on UserError { message } } }`,
        },
        { token, ...(given !== undefined && { headers: { 'accept-language': given } }) },
      );
      const { message } = body?.data?.['renameCommunity'] as { message: string };
      expect(/\p{Script=Han}/u.test(message) ? 'zh' : 'en').toBe(language);
    });

    it('decides the language of summaries and notices', async () => {
      const person = await partyOf(system);
      const appId = await system.authorize(person);
      await person.offerPayment(appId, '1900012345');
      const texts = async (language: string): Promise<string> =>
        (
          await post(
            system.url,
            {
              query: `{ auditTrail { nodes { summary } } account(appId: "${appId}") { paymentInterfaces { settlementNotice } } }`,
            },
            { token: person.token, headers: { 'accept-language': language } },
          )
        ).text;
      expect(await texts('zh')).toMatch(/添加|新增/);
      expect((await texts('en')).replaceAll(/测试公众号|物业费/g, '')).not.toMatch(/\p{Script=Han}/u);
    });
  });

  describe('the explorer', () => {
    it.each(['/', '/graphql'])('is at %s for a browser', async (path) => {
      const { status, text, headers } = await get(`${base}${path}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self'/);
      expect(text).not.toMatch(/https?:\/\//);
    });

    it('loads nothing that this server does not serve', async () => {
      const page = (await get(`${base}/`, { headers: { accept: 'text/html' } })).text;
      const linked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
      expect(linked.length).toBeGreaterThan(4);
      for (const path of linked.filter((each) => !each.startsWith('data:'))) {
        expect(path).toMatch(/^\//);
        const { status, text } = await get(`${base}${path}`);
        expect([path, status]).toEqual([path, 200]);
        expect(text.length).toBeGreaterThan(50);
        // Links in texts for people are no loads; imports and style sheets' urls are.
        expect(text).not.toMatch(/(?:from|import)\s*\(?['"]https?:|@import\s+['"(]|url\(\s*['"]?(?:https?:)?\/\//);
        const imports = [...text.matchAll(/from\s*['"](\.{1,2}\/[^'"]+)['"]/g)].map(([, each = '']) => each);
        for (const each of imports) expect((await get(new URL(each, `${base}${path}`).href)).status).toBe(200);
      }
    });
  });

  it('keeps a page of the QR flow from those who guess, and tells nothing of it', async () => {
    const { status, text } = await get(`${base}/authorize/${randomUUID()}`, { headers: { accept: 'text/html' } });
    expect(status).toBe(404);
    expect(text).not.toMatch(/stack|Error:/);
  });
});

describe('a projection that met an event it cannot handle', () => {
  it('makes the server not ready and says which one; commands and other views go on', async () => {
    const system = await startTestSystem();
    try {
      const person = await partyOf(system);
      await person.register('before');
      const [known] = await logOf(system);
      if (!known) throw new Error('Nothing was written.');
      // A renaming of what was never registered: nothing that a command would write.
      await system.gongxiang.engine.store.append({
        command: { id: randomUUID(), fingerprint: randomUUID() },
        records: [
          {
            stream: `tenant-${randomUUID()}`,
            event: {
              ...known,
              id: randomUUID(),
              type: 'CommunityRenamed',
              data: { ...known.data, communityId: randomUUID(), name: 'x' },
            },
          },
        ],
        checks: [],
      });
      const ready = await untilNotReady(system);
      expect(ready.body).toMatchObject({
        status: 'not ready',
        reasons: [expect.stringMatching(/communities/) as string],
      });
      expect(ready.text).not.toMatch(/stack|\/tmp|Error:/);
      expect((await get(`${system.gongxiang.url}/healthz`)).status).toBe(200);
      expect((await get(`${system.gongxiang.url}/metrics`)).text).toMatch(/gongxiang_projections_stopped [1-9]/);

      // Nothing waits for a projection that stands still.
      const appId = await system.authorize(person);
      const { account } = await person.query<{ account: object }>(
        'query ($appId: ID!) { account(appId: $appId) { status } }',
        { appId },
      );
      expect(account).toEqual({ status: 'AUTHORIZED' });
    } finally {
      await system.close();
    }
  });

  /** The projections learn of an append a moment later. */
  async function untilNotReady(system: TestSystem) {
    for (;;) {
      const answer = await get(`${system.gongxiang.url}/readyz`);
      if (answer.status === 503) return answer;
    }
  }
});
