/** Base of the event store's typed errors: a stable code for programs, a message for people. */
export abstract class EventStoreError extends Error {
  abstract readonly code: string;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** At least one check failed; nothing was written. */
export class AppendConflictError extends EventStoreError {
  readonly code = 'APPEND_CONFLICT';
  constructor(readonly streams: readonly string[]) {
    super(`Another append came first on ${streams.join(', ')}.`);
  }
}

/** The command id was accepted before with another fingerprint: an idempotency key used twice for different things. */
export class CommandReusedError extends EventStoreError {
  readonly code = 'COMMAND_REUSED';
  constructor() {
    super('This command id was accepted before for another request.');
  }
}

/** The outcome is unknown or the disk refuses; sending the same request again is safe. */
export class EventStoreUnavailableError extends EventStoreError {
  readonly code = 'EVENT_STORE_UNAVAILABLE';
}

/** The disk, or the room allowed to the log, is full; nothing of the request was written. */
export class EventStoreFullError extends EventStoreUnavailableError {}

/** Another process writes this log. */
export class EventStoreLockedError extends EventStoreError {
  readonly code = 'EVENT_STORE_LOCKED';
}

/** Written by a newer version of this software; nothing was changed. */
export class EventStoreTooNewError extends EventStoreError {
  readonly code = 'EVENT_STORE_TOO_NEW';
}

/** The file is not a log, or is damaged; nothing was changed. */
export class EventStoreDamagedError extends EventStoreError {
  readonly code = 'EVENT_STORE_DAMAGED';
}

/** The log is being moved, or was moved away: it is not to be written here. Nothing was changed. */
export class EventStoreMovedError extends EventStoreError {
  readonly code = 'EVENT_STORE_MOVED';
}

/** The server that is to keep the log cannot be used as it is configured. The message says why and holds no secret. */
export class EventStoreConnectionError extends EventStoreError {
  readonly code = 'EVENT_STORE_CONNECTION';
}

/** A log is loaded only where there is none. */
export class EventStoreNotEmptyError extends EventStoreError {
  readonly code = 'EVENT_STORE_NOT_EMPTY';
  constructor(path: string) {
    super(`There are events in ${path} already; nothing was changed.`);
  }
}

/** A request that breaks the port's contract: a programming error of the caller. */
export class InvalidAppendError extends EventStoreError {
  readonly code = 'INVALID_APPEND';
}

export class InvalidCursorError extends EventStoreError {
  readonly code = 'INVALID_CURSOR';
  constructor() {
    super('This is not a cursor of a feed, list, payload or event.');
  }
}

export class ForeignCursorError extends EventStoreError {
  readonly code = 'FOREIGN_CURSOR';
  constructor() {
    super('This cursor belongs to another installation.');
  }
}

export class CursorBeyondHeadError extends EventStoreError {
  readonly code = 'CURSOR_BEYOND_HEAD';
  constructor() {
    super('This cursor lies beyond the newest event.');
  }
}

/**
 * Whether a place that was noted in a log is none of this one: that was another installation's log, a longer one, or the
 * same before a move of which nothing tells any more.
 */
export const isCursorFromElsewhere = (
  error: unknown,
): error is InvalidCursorError | ForeignCursorError | CursorBeyondHeadError =>
  error instanceof InvalidCursorError || error instanceof ForeignCursorError || error instanceof CursorBeyondHeadError;
