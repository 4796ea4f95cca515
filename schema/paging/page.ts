import type { Connection } from '../../src/application/queries/paging.js';

/** A page as a resolver promises it. */
export type Page<Node, Missing = never> = Promise<Connection<Node> | Missing>;
