import type { Cursor } from '../event-store/cursor.js';
import type { Hash } from './merkle/hashes.js';
import type { Subtree } from './merkle/subtrees.js';
import type { AuditKey, NumberedSeal, Seal } from './seal.js';

/** An event's place in the log and its leaf hash. */
export interface Leaf {
  readonly cursor: Cursor;
  readonly hash: Hash;
}

/** How far the tree has grown. Seals may cover less of it, never more. */
export interface TreeExtent {
  readonly size: number;
  /** Of the last event in the tree; null while it is empty. */
  readonly cursor: Cursor | null;
  /** How many seals there are. */
  readonly seals: number;
}

/** The tree over the log, its seals and their keys, to read. */
export interface SealReader {
  extent(): Promise<TreeExtent>;
  /** Roots of complete subtrees within the tree, in order. @throws SealStoreError for one that is not there */
  roots(subtrees: readonly Subtree[]): Promise<readonly Hash[]>;
  /** Leaf hashes from `start` on, at most `count`, as far as the tree goes. */
  leafHashes(start: number, count: number): Promise<readonly Hash[]>;
  /** Leaf indexes of the events at these cursors, in order; null for one that is not in the tree. */
  indexesOf(cursors: readonly Cursor[]): Promise<readonly (number | null)[]>;
  /** Seals of larger trees than `after`, smallest first, at most `limit`. */
  seals(after: number, limit: number): Promise<readonly NumberedSeal[]>;
  newestSeal(): Promise<NumberedSeal | null>;
  /** Oldest first. */
  keys(): Promise<readonly AuditKey[]>;
  close(): Promise<void>;
}

/**
 * Append-only, one writer. What a call promises is on disk when it resolves, all of it or nothing.
 *
 * @throws SealStoreError when the file cannot be used
 */
export interface SealStore extends SealReader {
  /** Adds leaves behind the `size` that the caller believes to be there. @throws SealStoreError when it is another */
  grow(size: number, leaves: readonly Leaf[]): Promise<void>;
  /**
   * The log was moved: tells where the events of all leaves stand now, in the order of the leaves. All of it or nothing.
   *
   * @throws SealStoreError unless there is one for each leaf
   */
  move(places: AsyncIterable<Cursor>): Promise<void>;
  /** @throws SealStoreError unless it covers more than the newest one and no more than the tree holds */
  addSeal(seal: Seal): Promise<void>;
  /** From now on this key is in use, and no other. The same key again changes nothing. */
  useKey(key: Pick<AuditKey, 'keyId' | 'publicKey'>, since: string): Promise<void>;
}

/**
 * Fills an empty store with what another one told. Whoever loads makes sure that nothing uses it before it is complete,
 * and that leaves and seals belong together.
 */
export interface SealLoader extends Pick<SealReader, 'seals'> {
  addKeys(keys: readonly AuditKey[]): Promise<void>;
  /** The next seals, as they are numbered. */
  addSeals(seals: readonly NumberedSeal[]): Promise<void>;
  grow(size: number, leaves: readonly Leaf[]): Promise<void>;
  /** Everything is on disk. */
  complete(): Promise<void>;
  /** As if nothing had ever been loaded. */
  abandon(): Promise<void>;
}

export type SealStoreProblem = 'MISSING' | 'NEWER' | 'DAMAGED' | 'OUT_OF_STEP' | 'NOT_EMPTY' | 'UNUSABLE';

/** The store of seals cannot do what was asked. */
export class SealStoreError extends Error {
  readonly code = 'SEAL_STORE';
  constructor(
    readonly problem: SealStoreProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
