import { GraphQLError, Kind, type ASTNode } from 'graphql';

/** The codes that clients see in `errors[].extensions.code`, and no others. */
export type ErrorCode =
  'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'TOO_MANY_REQUESTS' | 'TRY_AGAIN' | 'INTERNAL_SERVER_ERROR';

/** The one table from codes of typed errors, ours and the libraries', to those of the API. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  UNAUTHORIZED: 'FORBIDDEN',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  INVALID_CURSOR: 'BAD_USER_INPUT',
  FOREIGN_CURSOR: 'BAD_USER_INPUT',
  CURSOR_BEYOND_HEAD: 'BAD_USER_INPUT',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  TRY_AGAIN: 'TRY_AGAIN',
  EVENT_STORE_UNAVAILABLE: 'TRY_AGAIN',
  BAD_REQUEST: 'BAD_USER_INPUT',
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** What was thrown, behind the GraphQLErrors that tell where. */
export function causeOf(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

export function errorCodeOf(error: GraphQLError): ErrorCode {
  const cause = causeOf(error) as Error & { readonly code?: unknown };
  const named = error.extensions['code'] ?? (cause instanceof GraphQLError ? cause.extensions['code'] : cause.code);
  if (typeof named === 'string') return CODES[named] ?? 'INTERNAL_SERVER_ERROR';
  return cause instanceof GraphQLError && isAboutRequest(error) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}

/**
 * The library gives its own errors no code. They are the client's where they arise before any field is resolved, or
 * point at an argument's value (one that only its variables made invalid).
 */
function isAboutRequest({ path, nodes }: GraphQLError): boolean {
  return path === undefined || (nodes ?? []).some(isInput);
}

const INPUT_KINDS: ReadonlySet<string> = new Set([
  Kind.VARIABLE_DEFINITION,
  Kind.VARIABLE,
  Kind.ARGUMENT,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
  Kind.LIST,
  Kind.STRING,
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
]);

const isInput = ({ kind }: ASTNode): boolean => INPUT_KINDS.has(kind);
