/** How long a value is remembered after it expired, so that "expired" can be told from "unknown"; milliseconds. */
const REMEMBERED = 24 * 3_600_000;

interface Entry<T> {
  readonly value: T;
  expiresAt: number;
  superseded: boolean;
}

/** SUPERSEDED: it has ended, and before its time, because a newer one took its place. */
export type Looked<T> =
  { readonly state: 'LIVE' | 'EXPIRED' | 'SUPERSEDED'; readonly value: T } | { readonly state: 'UNKNOWN' };

/** Secrets that end: tickets, codes, tokens, each with what it stands for. */
export class Expiring<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly clock: () => number) {}

  add(secret: string, value: T, lifeSeconds: number): void {
    const now = this.clock();
    for (const [known, { expiresAt }] of this.entries) if (expiresAt + REMEMBERED <= now) this.entries.delete(known);
    this.entries.set(secret, { value, expiresAt: now + lifeSeconds * 1000, superseded: false });
  }

  look(secret: string): Looked<T> {
    const entry = this.entries.get(secret);
    if (entry === undefined) return { state: 'UNKNOWN' };
    const { value, superseded } = entry;
    if (this.clock() < entry.expiresAt) return { state: 'LIVE', value };
    return { state: superseded ? 'SUPERSEDED' : 'EXPIRED', value };
  }

  /** Those that are alive, oldest first. */
  live(of: (value: T) => boolean): readonly string[] {
    const now = this.clock();
    return [...this.entries]
      .filter(([, { value, expiresAt }]) => now < expiresAt && of(value))
      .map(([secret]) => secret);
  }

  remove(secret: string): void {
    this.entries.delete(secret);
  }

  /** Those that concern `of` end now, as if their time had come. */
  expire(of: (value: T) => boolean): void {
    const now = this.clock();
    for (const entry of this.entries.values()) if (of(entry.value)) entry.expiresAt = Math.min(entry.expiresAt, now);
  }

  /** Those that concern `of` end within so many seconds, because a newer one takes their place; with 0 they were never there. */
  cut(of: (value: T) => boolean, seconds: number): void {
    const end = this.clock() + seconds * 1000;
    for (const [secret, entry] of this.entries) {
      if (!of(entry.value)) continue;
      if (seconds === 0) this.entries.delete(secret);
      else if (end < entry.expiresAt) Object.assign(entry, { expiresAt: end, superseded: true });
    }
  }
}
