import { setImmediate as turn } from 'node:timers/promises';
import type { EventReader, ReadAllOptions, StoredEvent } from '../event-store/port.js';
import type { Cursor } from '../event-store/cursor.js';
import { leafOf } from './leaf.js';
import { leafHash } from './merkle/hashes.js';
import { consistencyRanges, isConsistent } from './merkle/proofs.js';
import type { Seal } from './seal.js';
import { SealStoreError, type Leaf, type SealStore } from './seal-store.js';
import type { AuditSigner } from './signing.js';
import { rootOf, rootsOfRanges } from './tree.js';

/** Events hashed before others have their turn: about a millisecond. */
const AT_ONCE = 64;
/** Events that go to disk together. */
const BATCH = 4_096;

export interface SealerOptions {
  readonly log: Pick<EventReader, 'readAll' | 'acceptCursor'>;
  readonly seals: SealStore;
  readonly signer: AuditSigner;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes the turn among processes that share the seals; null while another one has it. Always, unless told. */
  readonly turn?: () => Turn | null;
}

interface Turn {
  release(): void;
}

const ALWAYS: Turn = { release: () => undefined };

/**
 * Adds what is in the log to the tree and signs its head. It reads behind the writers and holds nothing up; whatever a
 * crash cuts off, the next run does: leaves are in the tree together with how far they reach, and a seal covers only
 * what is there.
 */
export class Sealer {
  #last: Promise<unknown> = Promise.resolve();
  /** How large the tree was when this process left it; null before it has looked. */
  #size: number | null = null;
  /** Leaves that come behind it, no more than go to disk together. */
  #ahead: Leaf[] = [];
  /** Whether no other process came between the last two runs: what is prepared will be of use. */
  #isAlone = false;

  private constructor(private readonly options: SealerOptions) {}

  /** From now on seals are signed with this signer's key. */
  static async start(options: SealerOptions): Promise<Sealer> {
    await options.seals.useKey(options.signer, new Date(options.now()).toISOString());
    return new Sealer(options);
  }

  /**
   * Seals all that is in the log now, one run after the other. Resolves to the new seal, or null where there is nothing
   * new, or another process is at it. The signal ends it early: then it seals what the tree holds by then.
   *
   * @throws SealStoreError when the tree is damaged: a head that does not contain the last one is never signed
   */
  seal(signal?: AbortSignal): Promise<Seal | null> {
    return this.#next(() => this.#inTurn(() => this.#run(signal)));
  }

  /**
   * Makes leaves of the new events that are known here, so that they need not be read again to be sealed; as many as go to
   * disk together are added to the tree. Does nothing before the first seal here, nor, once another process has added to
   * the tree or this has failed, before the next one.
   *
   * @throws SealStoreError, and what reading the log throws
   */
  prepare(signal?: AbortSignal): Promise<void> {
    return this.#next(async () => {
      try {
        await this.#prepare(signal);
      } catch (error) {
        this.#isAlone = false;
        throw error;
      }
    });
  }

  async #prepare(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#isAlone || !(await this.#isAsLeft())) {
      [this.#isAlone, this.#ahead] = [false, []];
      return;
    }
    const isFull = await this.#makeLeaves({ knownIsEnough: true, ...(signal && { signal }) });
    if (!isFull) return;
    await this.#inTurn(async () => {
      if (await this.#isAsLeft()) await this.#write();
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.catch(() => undefined).then(work);
    this.#last = run;
    return run;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    const turn = (this.options.turn ?? (() => ALWAYS))();
    if (turn === null) return null;
    try {
      return (await this.#isInUse()) ? await work() : null;
    } finally {
      turn.release();
    }
  }

  /** A process that was started later may sign with another key by now, and leaves nothing to seal for this one. */
  async #isInUse(): Promise<boolean> {
    const { seals, signer } = this.options;
    return (await seals.keys()).some(({ keyId, until }) => keyId === signer.keyId && until === null);
  }

  async #run(signal: AbortSignal | undefined): Promise<Seal | null> {
    await this.#grow(signal);
    const { seals, signer, now } = this.options;
    const [{ size }, last] = [await seals.extent(), await seals.newestSeal()];
    if (size === (last?.treeSize ?? 0)) return null;
    const root = await rootOf(seals, size);
    if (last !== null) {
      const proof = await rootsOfRanges(seals, consistencyRanges(last.treeSize, size));
      const earlier = { size: last.treeSize, root: Buffer.from(last.rootHash, 'hex') };
      if (!isConsistent(earlier, { size, root }, proof)) {
        throw new SealStoreError(
          'DAMAGED',
          `The tree of ${size} events does not contain the sealed one of ${last.treeSize}: nothing is sealed any more. Run verify-audit.`,
        );
      }
    }
    // A clock that was set back does not put seals out of order.
    const at = Math.max(now(), last === null ? 0 : Date.parse(last.sealedAt));
    const sealedAt = new Date(at).toISOString();
    const seal = signer.sign({ treeSize: size, rootHash: root.toString('hex'), sealedAt });
    await seals.addSeal(seal);
    return seal;
  }

  /** After a move of the log its events stand elsewhere: the tree stays, and is told where. */
  async #follow(): Promise<void> {
    const { log, seals } = this.options;
    const { size, cursor } = await seals.extent();
    if (cursor === null || (await log.acceptCursor(cursor)) === cursor) return;
    const places = async function* (): AsyncGenerator<Cursor, void> {
      for await (const event of log.readAll(null, { limit: size })) yield event.cursor;
    };
    await seals.move(places());
  }

  async #grow(signal: AbortSignal | undefined): Promise<void> {
    await this.#follow();
    const isAsLeft = await this.#isAsLeft();
    const isAlone = isAsLeft || this.#size === null;
    if (!isAsLeft) [this.#size, this.#ahead] = [(await this.options.seals.extent()).size, []];
    while (await this.#makeLeaves(signal && { signal })) await this.#write();
    await this.#write();
    this.#isAlone = isAlone;
  }

  /** Whether no other process has added to the tree. */
  async #isAsLeft(): Promise<boolean> {
    return (await this.options.seals.extent()).size === this.#size;
  }

  /** Makes the leaves that come next. Resolves to whether there are as many as go to disk together. */
  async #makeLeaves(options?: ReadAllOptions): Promise<boolean> {
    const { log, seals } = this.options;
    const limit = BATCH - this.#ahead.length;
    if (limit === 0) return true;
    const end = this.#ahead.at(-1)?.cursor ?? (await seals.extent()).cursor;
    for await (const event of log.readAll(end, { ...options, limit })) {
      this.#ahead.push(leafAt(event));
      if (this.#ahead.length % AT_ONCE === 0) await turn();
    }
    return this.#ahead.length === BATCH;
  }

  async #write(): Promise<void> {
    if (this.#size === null || this.#ahead.length === 0) return;
    await this.options.seals.grow(this.#size, this.#ahead);
    this.#size += this.#ahead.length;
    this.#ahead = [];
  }
}

const leafAt = (event: StoredEvent): Leaf => ({ cursor: event.cursor, hash: leafHash(leafOf(event)) });
