import { persistently } from '../../../scripts/support/again.js';
import { newKey, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const TENANTS = 1_000;

/**
 * A round over HTTP takes seconds, most of them spent on a thousand clients that share two cores with the server, so
 * most of the twenty rounds call the commands without the wire: the race itself is decided below them.
 */
const ROUNDS = { overHttp: 3, direct: 17 };

/** Who got what: a success, or already used by someone else. */
type Outcome = 'success' | 'used by another' | `unexpected: ${string}`;

describe('R9: of a thousand simultaneous redemptions of one code exactly one wins', () => {
  let system: TestSystem;
  let owner: Party;
  let appId: string;
  let tenants: readonly Party[];
  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
    appId = await system.authorize(owner);
    tenants = await Promise.all(Array.from({ length: TENANTS }, () => partyOf(system)));
  });
  afterAll(() => system.close());

  async function overHttp(tenant: Party, code: string): Promise<Outcome> {
    const input = { code, ...newKey() };
    const answer = await persistently(() =>
      tenant.ask<{ byViewer?: boolean }>('redeemShareCode', input, '... on ShareCodeAlreadyUsed { byViewer }'),
    );
    if (answer.code === undefined) return 'success';
    return answer.byViewer === false ? 'used by another' : `unexpected: ${answer.code}`;
  }

  async function direct(tenant: Party, code: string): Promise<Outcome> {
    const { caller } = tenant;
    const input = { code, ...newKey() };
    const answer = await persistently(() => system.gongxiang.app.commands.redeemShareCode(caller, input));
    if (answer.ok) return 'success';
    const { refusal } = answer;
    return refusal.code === 'SHARE_CODE_ALREADY_USED' && !refusal.byViewer
      ? 'used by another'
      : `unexpected: ${refusal.code}`;
  }

  async function round(redeem: (tenant: Party, code: string) => Promise<Outcome>): Promise<void> {
    const code = await owner.code(appId);

    const outcomes = await Promise.all(tenants.map((tenant) => redeem(tenant, code)));

    expect(outcomes.filter((outcome) => outcome === 'success')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome !== 'success')).toEqual(
      Array.from({ length: TENANTS - 1 }, () => 'used by another'),
    );
    const { account } = await owner.query<{
      account: { sharings: { nodes: { id: string; recipient: { id: string } }[] } };
    }>(
      'query ($appId: ID!) { account(appId: $appId) { sharings(status: ACTIVE) { nodes { id recipient { id } } } } }',
      { appId },
    );
    const winner = tenants[outcomes.indexOf('success')]?.tenant;
    expect(account.sharings.nodes.map(({ recipient }) => recipient.id)).toEqual([winner]);
    // So that the winner is as good as any other in the next round.
    await owner.do('revokeSharing', { sharingId: account.sharings.nodes[0]?.id });
  }

  test(`${ROUNDS.overHttp} rounds over HTTP`, async () => {
    for (let count = 0; count < ROUNDS.overHttp; count += 1) await round(overHttp);
  });

  test(`${ROUNDS.direct} rounds of the commands themselves`, async () => {
    for (let count = 0; count < ROUNDS.direct; count += 1) await round(direct);
  });
});
