import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Of an entry without its answer, roughly. */
const ENTRY_BYTES = 300;

export interface HandedOverOptions<Answer> {
  readonly rememberMs: number;
  /** What all that is remembered may take, roughly; the oldest is forgotten first. */
  readonly bytes: number;
  readonly sizeOf: (answer: Answer) => number;
  readonly now: () => number;
}

/**
 * What was handed over lately, and what came of it, so that what WeChat sends again (or an attacker replays) is not handed
 * over again. Names hold residents' ids: they are kept as digests under a key of this process (R26).
 */
export class HandedOver<Answer> {
  readonly #key = randomBytes(32);
  readonly #answers: LRUCache<string, Promise<Answer>>;
  readonly #sizeOf: (answer: Answer) => number;

  constructor({ rememberMs, bytes, sizeOf, now }: HandedOverOptions<Answer>) {
    this.#sizeOf = sizeOf;
    this.#answers = new LRUCache({
      maxSize: bytes,
      ttl: rememberMs,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /** The answer of what was handed over under one of the names, or will be; null when nothing was. */
  find(names: readonly string[]): Promise<Answer> | null {
    for (const name of names) {
      const answer = this.#answers.get(this.#digest(name));
      if (answer !== undefined) return answer;
    }
    return null;
  }

  /** Remembers the work under every name, and forgets it when it fails: then it is to be done again. */
  add(names: readonly string[], work: Promise<Answer>): void {
    const keys = names.map((name) => this.#digest(name));
    for (const key of keys) this.#answers.set(key, work, { size: ENTRY_BYTES });
    work.then(
      (answer) => {
        const size = ENTRY_BYTES + Math.ceil(this.#sizeOf(answer) / keys.length);
        for (const key of keys) if (this.#answers.peek(key) === work) this.#resize(key, work, size);
      },
      () => {
        for (const key of keys) if (this.#answers.peek(key) === work) this.#answers.delete(key);
      },
    );
  }

  #resize(key: string, work: Promise<Answer>, size: number): void {
    const ttl = this.#answers.getRemainingTTL(key);
    this.#answers.delete(key);
    this.#answers.set(key, work, { size, ttl });
  }

  #digest(name: string): string {
    return createHmac('sha256', this.#key).update(name).digest('base64url');
  }
}
