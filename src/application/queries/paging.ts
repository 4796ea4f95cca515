import type { Cursor } from '../../event-store/cursor.js';

/** A part of a list, as asked for. `first` or `last`, not both; `after` and `before` are page cursors of the same list. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** What costs something and is worked out only when it is asked for. */
export type Lazy<Value> = () => Promise<Value>;

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface PageInfo {
  readonly hasNextPage: boolean | Lazy<boolean>;
  readonly hasPreviousPage: boolean | Lazy<boolean>;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page of a list that nobody counts, in the list's own order whichever end it was cut from. */
export interface UncountedConnection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  /** A feed that starts behind this tells every change that the page does not show yet. */
  readonly asOf: Cursor;
}

/** A page of a list. */
export interface Connection<Node> extends UncountedConnection<Node> {
  /** Counts what the viewer may see. */
  readonly totalCount: Lazy<number>;
}
