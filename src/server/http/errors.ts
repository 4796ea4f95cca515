import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Language } from '../../../schema/context.js';
import { causeOf, errorCodeOf, type ErrorCode } from './error-codes.js';
import { withoutValues } from './library-text.js';
import { MESSAGES, type MessageKey, type Messages } from './messages.js';

/** Whom an error is told. */
export interface Audience {
  readonly language: Language;
  readonly correlationId: string;
}

/** Where an error that is our fault is written down. */
export type ErrorLog = (facts: { readonly err: Error; readonly correlationId: string }, message: string) => void;

/** An error of the edge itself, with its text in both languages. */
export class EdgeError extends Error {
  readonly messages: Messages;
  constructor(
    readonly code: ErrorCode,
    message: MessageKey | Messages,
  ) {
    const messages = typeof message === 'string' ? MESSAGES[message] : message;
    super(messages.en);
    this.messages = messages;
    this.name = new.target.name;
  }
}

/** An error as clients see it: a code of the API, a text in their language, never what went wrong inside (R29). */
export function presentError(error: GraphQLError, audience: Audience, log: ErrorLog): GraphQLFormattedError {
  const code = errorCodeOf(error);
  const cause = causeOf(error);
  const { locations, path } = error.toJSON();
  const internal = code === 'INTERNAL_SERVER_ERROR';
  if (internal) log({ err: cause, correlationId: audience.correlationId }, 'An operation failed');
  return {
    message: messageOf(cause, code, audience.language),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code, ...(internal && { correlationId: audience.correlationId }) },
  };
}

/** Errors that concern the whole request, as a GraphQL response. */
export function errorBody(error: EdgeError, language: Language): { readonly errors: readonly GraphQLFormattedError[] } {
  return { errors: [{ message: error.messages[language], extensions: { code: error.code } }] };
}

/** A GraphQLError for what may be thrown; its place in the response is kept. */
export function graphQLErrorOf(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function messageOf(cause: Error, code: ErrorCode, language: Language): string {
  const own = cause as { readonly messages?: Partial<Messages>; readonly code?: unknown };
  const told = own.messages?.[language];
  if (told !== undefined) return told;
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'TRY_AGAIN') return MESSAGES[code][language];
  if (typeof own.code === 'string' && own.code !== code && own.code in MESSAGES) {
    return MESSAGES[own.code as MessageKey][language];
  }
  // The library's own about the document stay in its language.
  if (cause instanceof GraphQLError) return withoutValues(cause.message);
  // Texts of ours that know one language only.
  return language === 'zh' ? MESSAGES[code].zh : cause.message;
}
