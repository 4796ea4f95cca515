import type { Page, PageRequest } from '../../read-models/port.js';
import type { CallbackKind, CallbackOutcome, CallbackRecord } from './callback-record.js';

/** All that is given must hold. */
export interface CallbackFilter {
  readonly kinds?: readonly CallbackKind[] | null;
  readonly outcomes?: readonly CallbackOutcome[] | null;
  readonly appId?: string | null;
  /** ISO 8601. */
  readonly from?: string | null;
  /** ISO 8601, exclusive. */
  readonly until?: string | null;
}

/**
 * The last callbacks, for whoever looks after the installation: 1,000 that were refused and 1,000 others, so that a flood
 * of the former does not push out the latter.
 */
export interface CallbackJournal {
  /** Never waits and never fails. It is on disk within a second or so; a crash may lose that much. */
  note(record: CallbackRecord): void;
  /** In the order of their times. */
  page(filter: CallbackFilter, request: PageRequest): Promise<Page<CallbackRecord>>;
  count(filter: CallbackFilter): Promise<number>;
  close(): Promise<void>;
}
