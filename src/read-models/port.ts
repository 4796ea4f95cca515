import type { Cursor } from '../event-store/cursor.js';

/** A read model's document: plain JSON. */
export type Document = Readonly<Record<string, unknown>>;

/**
 * Part of an index key. Strings hold no control characters; numbers are not allowed (write them with a fixed width).
 */
export type KeyPart = string | boolean;

/**
 * Index entries of a document: each entry a tuple; none, one or many. Must be a pure function of the document.
 * Declared by way of a method, so that whoever handles collections of every kind can take them as `Collection`.
 */
export type IndexFunction<D> = { of(document: D): readonly (readonly KeyPart[])[] }['of'];

/**
 * A kind of documents that one projection keeps. A new `version` is a new collection beside the old one until it has
 * caught up.
 */
export interface Collection<D extends Document = Document> {
  readonly name: string;
  readonly version: number;
  readonly indexes: Readonly<Record<string, IndexFunction<D>>>;
}

/**
 * A condition on a document's top-level field (dots reach into nested objects, e.g. `binding.appId`). A missing field
 * counts as null; null is in no list, outside every list, and neither below nor at least anything.
 */
export type Condition =
  | { readonly field: string; readonly is: string | number | boolean | null }
  | { readonly field: string; readonly in: readonly (string | number)[] }
  | { readonly field: string; readonly notIn: readonly (string | number)[] }
  /** Case-insensitive for ASCII; the field holds a string. */
  | { readonly field: string; readonly contains: string }
  /** The field holds a list, and this stands in it. */
  | { readonly field: string; readonly includes: string }
  | { readonly field: string; readonly below: string }
  | { readonly field: string; readonly atLeast: string }
  | { readonly field: string; readonly exists: boolean };

/** A range of one index: all entries that begin with `prefix`, in key order, ties broken by document id. */
export interface Scan {
  readonly index: string;
  readonly prefix: readonly KeyPart[];
  /** Parts that follow the prefix: only entries that sort behind all that begin with prefix and these. */
  readonly above?: readonly KeyPart[];
  /** Parts that follow the prefix: only entries that sort in front of all that begin with prefix and these. */
  readonly below?: readonly KeyPart[];
  readonly where?: readonly Condition[];
}

export interface PageRequest {
  /**
   * Row keys as handed out in `Row.key`; exclusive, both in key order whatever the page's order is (to go on behind a
   * descending page, give its last key as `before`). Outside the scan's range they delimit nothing beyond it.
   */
  readonly after?: string;
  readonly before?: string;
  /** 1–1,000. */
  readonly limit: number;
  /** Which end of the range the page is cut from; rows come in that order (`descending`: last first). */
  readonly order: 'ascending' | 'descending';
}

export interface Row<D> {
  /** Place in the index: comparable, opaque outside the adapter, stable while the document's entry does not change. */
  readonly key: string;
  readonly id: string;
  readonly document: D;
}

export interface Page<D> {
  readonly rows: readonly Row<D>[];
  /** Whether the range goes on behind the last row, in the page's order. */
  readonly more: boolean;
}

/** Where a projection stands. */
export interface ProjectionState {
  readonly name: string;
  readonly version: number;
  /** Position of the last handled event; null before the first. */
  readonly cursor: Cursor | null;
  /** Whether queries are answered from this version. */
  readonly active: boolean;
  /** What stopped it, when an event could not be handled. */
  readonly stopped: { readonly eventId: string; readonly message: string } | null;
}

export interface DocumentChange {
  readonly collection: Pick<Collection, 'name' | 'version'>;
  readonly id: string;
  /** Null removes the document. */
  readonly document: Document | null;
  /** There was no document of this id before, whoever says so knows: it need not be looked for. */
  readonly isNew?: boolean;
}

/** Documents, to query. */
export interface Documents {
  /** All of these reject with CollectionMissingError where no version has been prepared, and scans with IndexMissingError. */
  get<D extends Document>(collection: Collection<D>, id: string): Promise<D | null>;
  /** In the order of `ids`; null for what is not there. */
  getMany<D extends Document>(collection: Collection<D>, ids: readonly string[]): Promise<readonly (D | null)[]>;
  page<D extends Document>(collection: Collection<D>, scan: Scan, request: PageRequest): Promise<Page<D>>;
  count<D extends Document>(collection: Collection<D>, scan: Scan): Promise<number>;
}

/** Read models, to query. Answers come from the active version of a collection. */
export interface ReadModels extends Documents {
  projections(): Promise<readonly ProjectionState[]>;
  close(): Promise<void>;
}

/** One step of the projections, written in one transaction: documents and positions together, or nothing. */
export interface ProjectionStep {
  readonly changes: readonly DocumentChange[];
  /** For each projection that this step moves: from where, and to where. */
  readonly moves: readonly {
    readonly projection: Pick<ProjectionState, 'name' | 'version'>;
    readonly from: Cursor | null;
    readonly to: Cursor;
  }[];
}

/**
 * Read models, for the one runner that feeds them.
 *
 * @throws ProjectionMovedError from `apply` when a projection no longer stands where the step begins: someone else
 *   feeds it, and nothing was written
 */
export interface ReadModelWriter extends ReadModels {
  /** Makes room for a collection's version if there is none; the first version of a name is active at once. */
  prepare(collection: Collection): Promise<ProjectionState>;
  /** Documents of one given version, active or not; null for what is not there. */
  load(collection: Pick<Collection, 'name' | 'version'>, ids: readonly string[]): Promise<readonly (Document | null)[]>;
  apply(step: ProjectionStep): Promise<void>;
  /** Answers from this version from now on, and drops every other version of the name, in one transaction. */
  activate(collection: Pick<Collection, 'name' | 'version'>): Promise<void>;
  /** Called when there is nothing to do: a moment to tidy up what would cost others time under load. */
  rest(): Promise<void>;
  /** Empties a version and puts its position back to the beginning. */
  reset(collection: Pick<Collection, 'name' | 'version'>): Promise<void>;
  markStopped(
    collection: Pick<Collection, 'name' | 'version'>,
    stopped: { readonly eventId: string; readonly message: string } | null,
  ): Promise<void>;
}

export class ProjectionMovedError extends Error {
  readonly code = 'PROJECTION_MOVED';
  constructor(readonly projection: string) {
    super(`The projection ${projection} has been moved by another runner.`);
    this.name = new.target.name;
  }
}

/** The version that answers was made before this index was: it is there as soon as the rebuild has been swapped in. */
export class IndexMissingError extends Error {
  readonly code = 'INDEX_MISSING';
  constructor(
    readonly collection: string,
    readonly index: string,
  ) {
    super(`The collection ${collection} has no index ${index} in the version that answers now.`);
    this.name = new.target.name;
  }
}

/** No version of this collection has been prepared. */
export class CollectionMissingError extends Error {
  readonly code = 'COLLECTION_MISSING';
  constructor(readonly collection: string) {
    super(`There is no read model ${collection} yet.`);
    this.name = new.target.name;
  }
}
