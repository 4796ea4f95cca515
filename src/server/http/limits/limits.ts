import type { ValidationRule } from 'graphql';
import { aliasLimit } from './alias-limit.js';
import { depthLimit } from './depth-limit.js';
import { sizeLimit } from './size-limit.js';

/** The same over HTTP and WebSocket. */
export const LIMITS = {
  /** Of a request body or message. */
  bytes: 1_048_576,
  /** Of a document, as the parser counts them. */
  tokens: 2_000,
  /** Levels of fields, counted through fragments. Introspection is counted as well: the customary query has 15. */
  depth: 15,
  /** How often one selection may ask for the same field under different names. */
  aliases: 30,
  /** The same for single fields: a moment of the past takes up to some tenths of a second; a few can be compared. */
  fewerAliases: { 'Query.history': 4 },
  /** Of an operation, with fragments and pages expanded: a page of 100 communities with all that they hold has 7,400. */
  fields: 50_000,
  /** Open at the same time on one socket. */
  operationsPerSocket: 50,
} as const;

/** Validation rules beside the specification's. */
export const limitRules: readonly ValidationRule[] = [
  depthLimit(LIMITS.depth),
  aliasLimit(LIMITS.aliases, LIMITS.fewerAliases),
  sizeLimit(LIMITS.fields),
];
