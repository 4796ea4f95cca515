/** How long a value is remembered after it expired, so that "expired" can be told from "unknown"; milliseconds. */
const REMEMBERED = 24 * 3_600_000;

interface Entry<T> {
  readonly value: T;
  expiresAt: number;
}

export type Looked<T> = { readonly state: 'LIVE' | 'EXPIRED'; readonly value: T } | { readonly state: 'UNKNOWN' };

/** Secrets that end: tickets, codes, tokens, each with what it stands for. */
export class Expiring<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly clock: () => number) {}

  add(secret: string, value: T, lifeSeconds: number): void {
    const now = this.clock();
    for (const [known, { expiresAt }] of this.entries) if (expiresAt + REMEMBERED <= now) this.entries.delete(known);
    this.entries.set(secret, { value, expiresAt: now + lifeSeconds * 1000 });
  }

  look(secret: string): Looked<T> {
    const entry = this.entries.get(secret);
    if (entry === undefined) return { state: 'UNKNOWN' };
    return { state: this.clock() < entry.expiresAt ? 'LIVE' : 'EXPIRED', value: entry.value };
  }

  remove(secret: string): void {
    this.entries.delete(secret);
  }

  /** Those that concern `of` end within so many seconds; with 0 they were never there. */
  cut(of: (value: T) => boolean, seconds: number): void {
    const end = this.clock() + seconds * 1000;
    for (const [secret, entry] of this.entries) {
      if (!of(entry.value)) continue;
      if (seconds === 0) this.entries.delete(secret);
      else entry.expiresAt = Math.min(entry.expiresAt, end);
    }
  }
}
