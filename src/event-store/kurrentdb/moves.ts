import { EventStoreDamagedError, EventStoreMovedError, EventStoreTooNewError } from '../errors.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/** What is said of moves, in records of a stream of their own: the last one counts. */
export const MOVE_RECORDS = {
  LogArriving: 'arriving',
  LogArrived: 'open',
  LogLeaving: 'leaving',
  LogLeft: 'left',
  LogReopened: 'open',
} as const;

export type MoveRecord = keyof typeof MOVE_RECORDS;
type MoveState = (typeof MOVE_RECORDS)[MoveRecord];

/** Where a log stands between two places. */
export interface Moves {
  readonly state: MoveState;
  /** The other place, for people; empty where there is none. */
  readonly other: string;
  /** Of the newest record; null where there is none. It must not have moved on when something is appended. */
  readonly revision: bigint | null;
}

const NEVER_MOVED: Moves = { state: 'open', other: '', revision: null };

/** @throws EventStoreTooNewError, EventStoreDamagedError */
export async function readMoves(log: ServerLog, names: Names, patience: Patience): Promise<Moves> {
  const newest = await log.last(names.moves, patience);
  if (newest === null) return NEVER_MOVED;
  const state = (MOVE_RECORDS as Readonly<Record<string, MoveState | undefined>>)[newest.type];
  if (state === undefined) {
    throw new EventStoreTooNewError(`${names.moves} was written by a newer version, which calls it ${newest.type}.`);
  }
  const { other } = newest.data as Readonly<Record<string, unknown>>;
  if (typeof other !== 'string') throw new EventStoreDamagedError(`${names.moves} does not name the other place.`);
  return { state, other, revision: newest.revision };
}

/** @throws EventStoreMovedError unless the log is complete: it can be read */
export function checkArrived(names: Names, { state, other }: Moves): void {
  if (state !== 'arriving') return;
  throw new EventStoreMovedError(
    `A log is being moved to ${names.events}* from ${other} and is not complete: run npm run migrate again.`,
  );
}

/** @throws EventStoreMovedError unless the log is complete and was not moved away: it can be written */
export function checkOpen(names: Names, moves: Moves): void {
  checkArrived(names, moves);
  if (moves.state === 'open') return;
  const what = moves.state === 'left' ? 'was moved to' : 'is being moved to';
  throw new EventStoreMovedError(
    `The log at ${names.events}* ${what} ${moves.other}. To go on with it here after all: npm run migrate -- --reopen.`,
  );
}
