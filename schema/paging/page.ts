import type { Connection, UncountedConnection } from '../../src/application/queries/paging.js';

/** A page as a resolver promises it. */
export type Page<Node, Missing = never> = Promise<Connection<Node> | Missing>;

/** A page of a list that nobody counts. */
export type UncountedPage<Node> = Promise<UncountedConnection<Node>>;
