import { createHash } from 'node:crypto';
import { isBefore } from '../../domain/values/times.js';
import type { Vault } from '../../vault/vault.js';
import type { GrantCredentials } from '../../wechat/component-platform.js';
import { releaseTestName, RELEASE_TESTS } from '../vault-names.js';

/** What is kept of a test account's grant. */
interface Kept {
  /** WeChat's time of the newest push about it, ISO 8601; null where only a message told of it. */
  readonly since: string | null;
  /** A code that a push brought and that is not exchanged yet. */
  readonly waiting: string | null;
  /** Digest of the code that the credentials were given for. */
  readonly exchanged: string | null;
  readonly credentials: GrantCredentials | null;
}

const NOTHING: Kept = { since: null, waiting: null, exchanged: null, credentials: null };

/** Credentials of WeChat's test accounts, in the vault under `release-test/{appId}` and nowhere else (R29). */
export class TestGrants {
  constructor(private readonly vault: Pick<Vault, 'getVersioned' | 'replace' | 'names'>) {}

  /** A push brought a code. Resolves when it is on disk; one that is known, or older than what is, changes nothing. */
  async expect(appId: string, code: string, since: string): Promise<void> {
    await this.change(appId, (kept) => {
      const isOld = kept.since !== null && isBefore(since, kept.since);
      return isOld || kept.waiting === code || kept.exchanged === digestOf(code)
        ? null
        : { ...kept, waiting: code, since };
    });
  }

  /**
   * The administrator cancelled; a cancellation from before the newest grant is none. Its time stays, so that a push of
   * an older grant that comes late revives nothing.
   */
  async cancel(appId: string, cancelledAt: string): Promise<void> {
    await this.change(appId, ({ since }) =>
      since !== null && isBefore(cancelledAt, since) ? null : { ...NOTHING, since: cancelledAt },
    );
  }

  /** The code was exchanged for these. One that a push brought counts only while it is waited for: not once cancelled. */
  async keep(appId: string, code: string, credentials: GrantCredentials, isPushed: boolean): Promise<void> {
    await this.change(appId, (kept) => {
      const isWaiting = kept.waiting === code;
      if (isPushed && !isWaiting) return null;
      return { ...kept, waiting: isWaiting ? null : kept.waiting, exchanged: digestOf(code), credentials };
    });
  }

  /** WeChat does not take the code (any more). */
  async giveUp(appId: string, code: string): Promise<void> {
    await this.change(appId, (kept) => (kept.waiting === code ? { ...kept, waiting: null } : null));
  }

  async waiting(appId: string): Promise<string | null> {
    return (await this.read(appId)).kept.waiting;
  }

  async isExchanged(appId: string, code: string): Promise<boolean> {
    return (await this.read(appId)).kept.exchanged === digestOf(code);
  }

  async accessToken(appId: string): Promise<string | null> {
    return (await this.read(appId)).kept.credentials?.accessToken ?? null;
  }

  /** Test accounts of which something is kept. */
  async appIds(): Promise<readonly string[]> {
    return (await this.vault.names(RELEASE_TESTS)).map((name) => name.slice(RELEASE_TESTS.length));
  }

  private async read(appId: string): Promise<{ readonly kept: Kept; readonly version: number | null }> {
    const found = await this.vault.getVersioned(releaseTestName(appId));
    // Only this class writes there.
    return found === null
      ? { kept: NOTHING, version: null }
      : { kept: JSON.parse(found.secret) as Kept, version: found.version };
  }

  /** Null leaves it as it is. */
  private async change(appId: string, how: (kept: Kept) => Kept | null): Promise<void> {
    for (let stored = false; !stored;) {
      const { kept, version } = await this.read(appId);
      const changed = how(kept);
      stored = changed === null || (await this.vault.replace(releaseTestName(appId), JSON.stringify(changed), version));
    }
  }
}

/** So that what a message said is recognised without being kept. */
const digestOf = (code: string): string => createHash('sha256').update(code).digest('hex');
