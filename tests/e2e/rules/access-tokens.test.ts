import { grantName } from '../../../src/application/vault-names.js';
import type { GrantCredentials } from '../../../src/wechat/component-platform.js';
import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import { logOf } from '../../support/log.js';
import { officerOf, partyOf, type Answered, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const ISSUE = `mutation ($input: IssueAccessTokenInput!) {
  payload: issueAccessToken(input: $input) {
    __typename
    ... on IssueAccessTokenSuccess { accessToken expiresAt }
    ... on UserError { code message }
  }
}`;
const REFRESH = '/cgi-bin/component/api_authorizer_token';

interface Issued {
  readonly accessToken: string;
  readonly expiresAt: string;
}

describe('access tokens for services', () => {
  let system: TestSystem;
  let simulator: Simulator;
  let owner: Party;
  let service: Party;
  let appId: string;

  beforeAll(async () => {
    system = await startTestSystem();
    simulator = system.simulator;
    owner = await partyOf(system);
    service = await officerOf(system, 'SERVICE');
  });
  afterAll(() => system.close());
  beforeEach(async () => {
    appId = await system.authorize(owner);
  });

  const issue = async (who: Party, of = appId): Promise<Answered<Issued>> =>
    (await who.query<{ payload: Answered<Issued> }>(ISSUE, { input: { appId: of } })).payload;
  const events = async (of = appId) =>
    (await logOf(system)).filter(({ type, data }) => type === 'AccessTokenIssued' && data['appId'] === of);
  /** As when two hours are over. */
  const expire = async (changed: Partial<GrantCredentials> = {}): Promise<void> => {
    const { vault } = system.gongxiang.engine;
    const kept = JSON.parse((await vault.get(grantName(appId, 1))) ?? '') as GrantCredentials;
    await vault.put(
      grantName(appId, 1),
      JSON.stringify({ ...kept, ...changed, accessTokenExpiresAt: new Date().toISOString() }),
    );
    simulator.expireAccessTokens(appId);
  };
  /** Errcode of a harmless call with the token. */
  const tried = async (token: string): Promise<unknown> => {
    const answer = await fetch(`${simulator.url}/cgi-bin/menu/get?access_token=${encodeURIComponent(token)}`);
    return ((await answer.json()) as { errcode?: number }).errcode;
  };

  it('a token works at WeChat and holds for some minutes at least', async () => {
    const { accessToken, expiresAt } = await issue(service);
    expect(await tried(accessToken)).toBe(46003);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(300_000);
  });

  it('many calls at once for one that has expired: one refresh, one event for each service', async () => {
    await expire();
    const other = await officerOf(system, 'SERVICE');
    const before = simulator.requests(REFRESH);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => issue(i % 2 ? service : other)));
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(simulator.requests(REFRESH) - before).toBe(1);
    expect(await tried(answers[0]?.accessToken ?? '')).toBe(46003);
    const told = await events();
    expect(told).toHaveLength(2);
    expect(new Set(told.map(({ metadata }) => metadata.actor)).size).toBe(2);
    expect(new Set(told.map(({ data }) => data['tokenVersion'])).size).toBe(1);
  });

  it('the next version is another event', async () => {
    const first = await issue(service);
    await expire();
    const second = await issue(service);
    await issue(service);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await events()).toHaveLength(2);
  });

  it('R27, R28, R29: auditors see which service it was, others nothing, and nobody the token', async () => {
    const { accessToken } = await issue(service);
    const [event] = await events();
    expect(event).toMatchObject({
      data: { appId, tenure: 1, owner: owner.tenant, grant: 1 },
      metadata: { actorKind: 'SERVICE', actorTenant: '', tenant: owner.tenant, command: 'IssueAccessToken' },
    });
    expect(JSON.stringify(await logOf(system))).not.toContain(accessToken);
    const trail = async (who: Party) => {
      const { auditTrail } = await who.query<{ auditTrail: { nodes: object[] } }>(
        `query ($appId: ID!) { auditTrail(filter: { appId: $appId, types: ["AccessTokenIssued"] }, first: 5) {
          nodes { summary actor { subject kind } } } }`,
        { appId },
      );
      return auditTrail.nodes;
    };
    expect(await trail(await officerOf(system, 'AUDITOR'))).toEqual([
      {
        summary: expect.stringMatching(
          new RegExp(
            `: A service was given an access token of official account “.+” \\(${appId}\\), from its grant 1\\.$`,
          ),
        ) as string,
        actor: { subject: service.subject, kind: 'SERVICE' },
      },
    ]);
    expect(await trail(owner)).toEqual([]);
  });

  it('of an account that does not exist: not found', async () => {
    expect(await issue(service, 'wx00000000000000ff')).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    expect(await issue(service, 'nonsense')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('R6: cancelled without our knowing, it is noticed at the next refresh', async () => {
    await expire();
    await simulator.cancel(appId, 'NONE');
    expect(await issue(service)).toMatchObject({ code: 'ACCOUNT_NOT_AUTHORIZED' });
    // The account follows, once WeChat has confirmed it.
    const filter = { types: ['AccountDeauthorized'] };
    for await (const item of system.gongxiang.engine.store.subscribe(null, { filter })) {
      if (item.kind === 'event' && item.event.data['appId'] === appId) break;
    }
    expect(await issue(service)).toMatchObject({ code: 'ACCOUNT_NOT_AUTHORIZED' });
    expect(await events()).toEqual([]);
  });

  it('R6: where WeChat has another grant than the one known, that is taken over under a number of its own', async () => {
    await expire({ refreshToken: 'of the grant before' });
    expect(await issue(service)).toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    const isRenewed = async (): Promise<boolean> =>
      (await logOf(system)).some(({ type, data }) => type === 'AccountGrantRenewed' && data['appId'] === appId);
    while (!(await isRenewed())) await new Promise(setImmediate);
    expect(await tried((await issue(service)).accessToken)).toBe(46003);
    expect(await events()).toMatchObject([{ data: { grant: 2 } }]);
  });
});
