import type { Cursor } from '../event-store/cursor.js';
import type { Refusal } from '../domain/refusal.js';
import type { Viewer } from '../auth/viewer.js';

/** Who asks, and from which request. */
export interface Caller {
  readonly viewer: Viewer;
  readonly correlationId: string;
}

/**
 * What became of a command. A success carries the ids that its events hold and `cursor`, the position of the last event
 * that the answer reflects; a repeated command gets the same ones.
 */
export type Answer<Result> =
  | { readonly ok: true; readonly result: Result; readonly cursor: Cursor }
  | { readonly ok: false; readonly refusal: Refusal };

/** The command was neither accepted nor refused: the same key may be sent again. `errors[]` code TRY_AGAIN. */
export class TryAgainError extends Error {
  readonly code = 'TRY_AGAIN';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The viewer's role or lack of a tenant forbids it. `errors[]` code FORBIDDEN. */
export class ForbiddenError extends Error {
  readonly code = 'FORBIDDEN';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
