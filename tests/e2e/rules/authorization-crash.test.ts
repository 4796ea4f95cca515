import { randomUUID } from 'node:crypto';
import { makeOfficialAccount, weChatPageOf } from '../../../scripts/support/browser.js';
import { succeeded } from '../../../scripts/support/expectations.js';
import type { Person } from '../../../scripts/support/person.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

/** WeChat's code for a run, as the redirect would have brought it: the browser stops before our page. */
async function confirmedCode(person: Person): Promise<{ readonly id: string; readonly code: string }> {
  const payload = await person.mutate<{ authorization: { id: string; url: string } }>(
    'authorizeAccount',
    { idempotencyKey: randomUUID() },
    'authorization { id url }',
  );
  const { id, url } = succeeded(payload).authorization;
  const page = await weChatPageOf(url);
  const appId = await makeOfficialAccount(page, { nickname: '测试', kind: 'SERVICE', verified: true });
  const approve = new URL(page);
  approve.pathname += '/approve';
  const response = await fetch(approve, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', referer: page },
    body: new URLSearchParams({ account: appId }).toString(),
  });
  const code = new URL(response.headers.get('location') ?? '').searchParams.get('auth_code');
  return { id, code: code ?? '' };
}

const statusOf = async (person: Person, id: string): Promise<string> => {
  const { authorization } = await person.query<{ authorization: { status: string } }>(
    'query ($id: ID!) { authorization(id: $id) { status } }',
    { id },
  );
  return authorization.status;
};

describe('R1: a result that reached us is carried on after a crash', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  /** And lets the views catch up: nobody waits for them here, as a mutation's answer does. */
  const resume = async (): Promise<void> => {
    const { app, engine } = system.gongxiang;
    await app.authorizations.results.resume((error) => {
      throw error;
    });
    await engine.projections.progress.waitFor(await engine.store.head(), 10_000);
  };

  it('between keeping the code and claiming the run', async () => {
    const person = await system.person();
    const { id, code } = await confirmedCode(person);
    const claim = { authorizationCode: code, correlationId: 'c', grant: null };
    await system.gongxiang.engine.vault.put(`claim/${id}/${randomUUID()}`, JSON.stringify(claim));
    await resume();
    expect(await statusOf(person, id)).toBe('AUTHORIZED');
    expect(await system.gongxiang.engine.vault.names('claim/')).toEqual([]);
  });

  it('resuming while the result is being accepted loses nothing and asks WeChat once', async () => {
    const person = await system.person();
    const { id, code } = await confirmedCode(person);
    const { results } = system.gongxiang.app.authorizations;
    await Promise.all([results.accept(id, code, 'c'), resume(), results.accept(id, code, 'c'), resume(), resume()]);
    await resume();
    expect(await statusOf(person, id)).toBe('AUTHORIZED');
    expect(await system.gongxiang.engine.vault.names('claim/')).toEqual([]);
  });
});
