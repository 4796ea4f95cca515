/** What a hashing thread begins with. */
export interface HashingInput {
  /** The log's file. */
  readonly path: string;
}

/** Positions of the log, `first` exclusive, `last` inclusive. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
}

/** To a hashing thread: a stretch to hash, or to end behind the stretches it was given. */
export type ToHashing = Stretch | 'close';

/** What a stretch holds, in order. */
export interface Hashed {
  readonly kind: 'hashed';
  readonly ids: readonly string[];
  /** Hashes of the leaves, one behind the other. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** Why nothing behind these events can be read; null where all could. */
  readonly damage: string | null;
}

/** From a hashing thread, an answer a stretch, in the order of the stretches. */
export type FromHashing = Hashed | { readonly kind: 'failed'; readonly message: string };
