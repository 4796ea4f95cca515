import type { Vault } from '../../vault/vault.js';
import type { CommandIdentities } from '../command-identity.js';
import { preAuthCodeName, runOfName, RUNS_OF } from '../vault-names.js';

interface RunOf {
  readonly authorizationId: string;
  /** When WeChat's code dies, ISO 8601. */
  readonly expiresAt: string;
}

/** So long after a code's end pushes may still name it: WeChat's pushes may be late, and so may we. */
const REMEMBERED_MS = 24 * 3_600_000;

/** WeChat's pre-auth codes of runs, and which run one belongs to. */
export class PreAuthCodes {
  constructor(
    private readonly vault: Vault,
    private readonly identities: CommandIdentities,
    private readonly now: () => number = Date.now,
  ) {}

  /** Before the run's address is told to anyone, so that no push comes sooner. */
  async keep(authorizationId: string, code: string, expiresAt: string): Promise<void> {
    const run: RunOf = { authorizationId, expiresAt };
    await this.vault.put(this.#runOf(code), JSON.stringify(run));
    await this.vault.put(preAuthCodeName(authorizationId), code);
  }

  /** Null once the run is over, or for a run that was never started. */
  codeOf(authorizationId: string): Promise<string | null> {
    return this.vault.get(preAuthCodeName(authorizationId));
  }

  /** The run is over. Which run it was stays known for a while: the same code may bring another grant. */
  async spent(authorizationId: string): Promise<void> {
    await this.vault.erase(preAuthCodeName(authorizationId));
  }

  /** Null for a code that is not ours, or that ended long ago. */
  async runOf(code: string): Promise<string | null> {
    const kept = await this.vault.get(this.#runOf(code));
    return kept === null ? null : (JSON.parse(kept) as RunOf).authorizationId;
  }

  /** Erases what is kept of codes that ended long ago. */
  async forgetOld(): Promise<void> {
    for (const name of await this.vault.names(RUNS_OF)) {
      const kept = await this.vault.get(name);
      if (kept === null) continue;
      const { authorizationId, expiresAt } = JSON.parse(kept) as RunOf;
      if (Date.parse(expiresAt) + REMEMBERED_MS > this.now()) continue;
      await this.spent(authorizationId);
      await this.vault.erase(name);
    }
  }

  #runOf(code: string): string {
    return runOfName(this.identities.ofSecret('pre-auth-code', code));
  }
}
