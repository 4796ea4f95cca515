import { accountStream } from '../../src/domain/account/account-stream.js';
import type { AccountState } from '../../src/domain/account/state.js';
import { ascendingOnce } from '../../src/domain/account/profile.js';
import type { ReconciliationReport } from '../../src/domain/reconciliation/events.js';
import { bySystem } from '../../src/application/authorization/acting.js';
import { CLAIMS, grantName, PUSHES } from '../../src/application/vault-names.js';
import type { GrantCredentials } from '../../src/wechat/component-platform.js';
import type { TrueGrant } from '../../src/wechat/simulator/world.js';
import type { Installation } from './installation.js';

/** Longer than a run waits for a push that names its account, and than a grant may be of a run that is not over. */
const LONG_MS = 11 * 60_000;
const TRIES = 100;

/** Deals with what was left behind, and compares with WeChat's list. */
export async function reconcile(installation: Installation): Promise<ReconciliationReport> {
  const { vault, time, process, bugs } = installation;
  // From now on all goes well: whoever was to crash yet is begun anew.
  for (const place of [0, 1]) process(place).life.end();
  const left = async (): Promise<readonly string[]> => [...(await vault.names(CLAIMS)), ...(await vault.names(PUSHES))];
  for (let tries = 1; (await left()).length > 0; tries += 1) {
    if (tries === TRIES)
      throw new Error(`Not dealt with: ${(await left()).map((name) => name.slice(0, 12)).join(', ')}`);
    await Promise.all([0, 1].map((place) => process(place).authorizations.carryOn()));
    if (tries === 3) time.forward(LONG_MS);
  }
  time.forward(LONG_MS);
  if (bugs.length > 0) throw bugs[0];
  const request = { dryRun: false, cause: { acting: bySystem('torture'), reactsTo: ['torture', String(time.now())] } };
  return process(0).authorizations.reconciliation.run(request);
}

/** What is not as it should be; nothing when all is well. */
export async function mistakes(
  installation: Installation,
  appIds: readonly string[],
  report: ReconciliationReport,
): Promise<readonly string[]> {
  const { simulator, vault, process } = installation;
  const truth = new Map(simulator.truth().map((grant) => [grant.appId, grant]));
  const found: string[] = [];
  for (const appId of appIds) {
    const { state } = await process(0).states.fresh(accountStream, appId);
    const kept = await vault.get(grantName(appId, state.grant));
    const credentials = kept === null ? null : (JSON.parse(kept) as GrantCredentials);
    const wrong = wrongWith(appId, state, truth.get(appId) ?? null, credentials, report);
    if (wrong !== null) found.push(`${appId} (${state.status}): ${wrong}`);
  }
  return found;
}

function wrongWith(
  appId: string,
  state: AccountState,
  grant: TrueGrant | null,
  credentials: GrantCredentials | null,
  report: ReconciliationReport,
): string | null {
  if (state.owner === null) {
    if (grant === null) return null;
    const reported = state.status === 'RELEASED' ? report.released : report.ownerUnknown;
    return reported.includes(appId) ? null : 'WeChat has granted it, and that is not reported';
  }
  if (grant === null) return state.status === 'DEAUTHORIZED' ? null : 'WeChat has not granted it';
  if (state.status === 'DEAUTHORIZED') {
    // R2: another tenant's grant resumes nothing.
    return report.contested.includes(appId) ? null : 'WeChat has granted it, and it has not resumed';
  }
  if (String(state.permissions) !== String(ascendingOnce(grant.permissions))) return 'it has other permissions';
  if (credentials === null) return 'its credentials are missing';
  if (credentials.refreshToken !== (grant.exchanged ? grant.refreshToken : null)) return 'its credentials are others';
  const isLacking = !grant.exchanged;
  return report.withoutCredentials.includes(appId) === isLacking ? null : 'what is told of its credentials is wrong';
}
