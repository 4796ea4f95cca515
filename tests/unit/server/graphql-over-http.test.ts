import { serverAudits } from 'graphql-http';
import { startApi, type Api } from './api.js';

describe('GraphQL over HTTP', () => {
  let api: Api;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    token = await api.token();
  });
  afterAll(() => api.server.close());

  /** Bearer tokens instead of cookies, which is also what prevents cross-site requests. */
  const authorized = (input: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };

  const audits = serverAudits({ url: () => `${api.url}/graphql`, fetchFn: authorized });

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_, __, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
