/** R13: ten unknown codes within a minute. */
const ALLOWED = 10;
const WINDOW = 60_000;
const FIRST_PENALTY = 60_000;
const LONGEST_PENALTY = 3_600_000;

interface Record {
  /** Times of the unknown codes of the last minute, milliseconds. */
  readonly unknown: number[];
  blockedUntil: number;
  /** Length of the latest penalty; doubles with each. */
  penalty: number;
}

/**
 * Slows down who guesses share codes: after ten unknown ones within a minute a tenant's redemptions are refused for a
 * while that doubles up to an hour (R13). Nothing else counts: a typo is recognised by its check character, and a code
 * that exists is no guess. Kept by each process: it only slows guessing, which ≥100 bits make hopeless anyway.
 */
export class GuessLimiter {
  readonly #tenants = new Map<string, Record>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Seconds until the tenant may try again; 0 when it may now. */
  retryAfterSeconds(tenant: string): number {
    const record = this.#tenants.get(tenant);
    if (record === undefined) return 0;
    return Math.max(0, Math.ceil((record.blockedUntil - this.now()) / 1_000));
  }

  recordUnknown(tenant: string): void {
    const now = this.now();
    this.#forgetOld(now);
    const record = this.#tenants.get(tenant) ?? { unknown: [], blockedUntil: 0, penalty: 0 };
    this.#tenants.set(tenant, record);
    record.unknown.push(now);
    while ((record.unknown[0] ?? now) <= now - WINDOW) record.unknown.shift();
    if (record.unknown.length < ALLOWED) return;
    record.unknown.length = 0;
    record.penalty = Math.min(LONGEST_PENALTY, record.penalty === 0 ? FIRST_PENALTY : record.penalty * 2);
    record.blockedUntil = now + record.penalty;
  }

  /** A tenant that has behaved for twice its last penalty starts afresh; memory stays bounded by recent guessers. */
  #forgetOld(now: number): void {
    for (const [tenant, { unknown, blockedUntil, penalty }] of this.#tenants) {
      const isQuiet = (unknown.at(-1) ?? 0) <= now - WINDOW;
      if (isQuiet && blockedUntil + 2 * penalty <= now) this.#tenants.delete(tenant);
    }
  }
}
