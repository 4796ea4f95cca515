import {
  AccessDeniedError,
  AppendRecordSizeExceededError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  TransactionMaxSizeExceededError,
  UnknownError,
} from '@kurrent/kurrentdb-client';
import { EventStoreError, EventStoreUnavailableError, InvalidAppendError } from '../errors.js';

/** gRPC's code. */
const FAILED_PRECONDITION = 9;

/** gRPC's codes of an answer: the server has understood, and nothing was done. */
const REFUSALS: ReadonlySet<number> = new Set([
  3, // INVALID_ARGUMENT
  7, // PERMISSION_DENIED
  FAILED_PRECONDITION,
  11, // OUT_OF_RANGE
  12, // UNIMPLEMENTED
  16, // UNAUTHENTICATED
]);

/** Whether asking once more is of no use: the server has answered. Everything else leaves open what became of it. */
export function isAnswer(error: unknown): boolean {
  if (error instanceof EventStoreError || error instanceof AccessDeniedError || isGone(error)) return true;
  const code = codeOf(error);
  return code !== undefined && REFUSALS.has(code) && !mayNotLead(error);
}

/** A node of a cluster that does not lead, or not any more, refuses an append so: the client knows no name for it. */
export const mayNotLead = (error: unknown): error is UnknownError =>
  error instanceof UnknownError && codeOf(error) === FAILED_PRECONDITION;

/** There is no such stream, not any more or not yet. */
export const isGone = (error: unknown): boolean =>
  error instanceof StreamNotFoundError || error instanceof StreamDeletedError;

export function codeOf(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** A limit of the server that the append exceeds, as the port tells it; null for any other failure. */
export function tooLarge(error: unknown): InvalidAppendError | null {
  const isRecord = error instanceof AppendRecordSizeExceededError || error instanceof MaxAppendSizeExceededError;
  if (!isRecord && !(error instanceof TransactionMaxSizeExceededError)) return null;
  const what = isRecord ? 'An event' : 'The append';
  return new InvalidAppendError(`${what} is larger than the server takes.`, { cause: error });
}

/** What became of a request is unknown, or the server cannot serve it now. */
export const unavailable = (error: unknown): EventStoreError =>
  new EventStoreUnavailableError(`The event store did not answer: ${kindOf(error)}.`, { cause: error });

/** Name of the failure. The text of one may hold what was sent, so it is left to those who look at the cause. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const code = codeOf(error);
  return code === undefined ? error.constructor.name : `${error.constructor.name}, code ${code}`;
}
