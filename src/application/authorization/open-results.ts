import { authorizationStream } from '../../domain/authorization/authorization-stream.js';
import type { AccountState } from '../../domain/account/state.js';
import type { Vault } from '../../vault/vault.js';
import type { StreamStates } from '../deciding/stream-states.js';
import type { KeptPush } from './kept-push.js';
import type { Claim } from './claim.js';
import { CLAIMS, PRE_AUTH_CODES, PUSHES } from '../vault-names.js';

/** So long after a grant, at most, its redirect or its push reaches us; milliseconds. */
const SETTLED_MS = 600_000;

/** Results of runs, and pushes, that are on their way or wait to be dealt with. */
export class OpenResults {
  constructor(
    private readonly vault: Pick<Vault, 'get' | 'names'>,
    private readonly states: StreamStates,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * R2: whether what WeChat has granted may come from a run of another tenant than the owner, whose outcome is not known
   * yet. Only whether to wait hangs on our clock.
   *
   * @param grantedAt WeChat's own time of the grant, ISO 8601; null where it tells none: it may be of this moment
   */
  async mayBeAnothers({ appId, owner }: AccountState, grantedAt: string | null): Promise<boolean> {
    const claimed = await this.#claimedRuns(appId);
    const isSettled = grantedAt !== null && this.now() - Date.parse(grantedAt) > SETTLED_MS;
    const waiting = isSettled ? [] : await this.#namesBehind(PRE_AUTH_CODES);
    for (const id of new Set([...claimed, ...waiting])) {
      const { state: run } = await this.states.fresh(authorizationStream, id);
      if (run.status === 'NONE' || run.tenantId === owner) continue;
      if (claimed.has(id) || Date.parse(run.expiresAt) + SETTLED_MS > this.now()) return true;
    }
    return this.#isNamedByPush(appId);
  }

  /** Those whose claim is about this account, or about one that is not known yet. */
  async #claimedRuns(appId: string | null): Promise<ReadonlySet<string>> {
    const runs = new Set<string>();
    for (const name of await this.#namesBehind(CLAIMS)) {
      const kept = await this.vault.get(`${CLAIMS}${name}`);
      if (kept === null) continue;
      const { grant, push } = JSON.parse(kept) as Claim;
      const [id] = name.split('/');
      if (id !== undefined && (grant ?? push ?? { appId }).appId === appId) runs.add(id);
    }
    return runs;
  }

  async #isNamedByPush(appId: string | null): Promise<boolean> {
    for (const name of await this.vault.names(PUSHES)) {
      const kept = await this.vault.get(name);
      if (kept !== null && (JSON.parse(kept) as KeptPush).push.appId === appId) return true;
    }
    return false;
  }

  async #namesBehind(prefix: string): Promise<readonly string[]> {
    return (await this.vault.names(prefix)).map((name) => name.slice(prefix.length));
  }
}
