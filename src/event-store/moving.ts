import type { CommandIdentity, StoredEvent } from './port.js';

/** Where an event stood in its log when that was of an earlier epoch; see Cursor. */
export interface Origin {
  readonly epoch: number;
  readonly position: bigint;
}

/** Whose log it is, and which of the places it has been moved to. */
export interface LogIdentity {
  /** 16 hex digits. */
  readonly installation: string;
  readonly epoch: number;
}

/** An event with all that a move has to keep of it. */
export interface MovableEvent {
  readonly event: StoredEvent;
  readonly position: bigint;
  /** Latest epoch first. */
  readonly origins: readonly Origin[];
}

/** An accepted command: its receipt, and the events that it wrote, which stand together. */
export interface MovableCommand {
  readonly command: CommandIdentity;
  readonly events: readonly [MovableEvent, ...MovableEvent[]];
}

/** A log that is being moved away. */
export interface MoveSource {
  readonly identity: LogIdentity;
  /** For people, without any secret. */
  readonly place: string;
  /** Where it was moved to by a move that was completed; null before that. */
  readonly movedTo: string | null;
  /** Where it was moved to, or is on its way; null while it stays. */
  readonly leavingTo: string | null;
  /** From now on nobody appends to it, whatever becomes of the move. */
  hold(to: string): Promise<void>;
  /** Position of the newest event; that before the first one where there is none. */
  head(): Promise<bigint>;
  /** Position before the first event. */
  readonly beginning: bigint;
  /** Commands behind a position, which is that of a command's last event or the beginning. */
  commands(after: bigint): AsyncIterable<MovableCommand>;
  /** From now on no server starts on it. On disk when it resolves; said already, it changes nothing. */
  markMoved(to: string): Promise<void>;
  close(): Promise<void>;
}

/** How far a move has come. */
export interface Arrived {
  /** Position in the source of the last event that is here. */
  readonly position: bigint;
  /** How many events are here. */
  readonly events: number;
}

/** What is written together at most, where there is more than one command. */
export interface Room {
  readonly events: number;
  /** Of the events' data. */
  readonly characters: number;
}

/** The place that a log is being moved to. Nobody else can use it before it is complete. */
export interface MoveTarget {
  readonly identity: LogIdentity;
  /** For people, without any secret. */
  readonly place: string;
  /** Whether the move was completed before. */
  readonly isComplete: boolean;
  readonly room: Room;
  /** Null when nothing is here yet. */
  readonly arrived: Arrived | null;
  /**
   * The next commands: all of them or none, once, whatever happens on the way. It may be called while the call before
   * it is under way; behind one that failed all others fail.
   */
  append(commands: readonly MovableCommand[]): Promise<void>;
  /** All that is here. */
  commands(): AsyncIterable<MovableCommand>;
  /** On disk, and a log from now on. */
  complete(): Promise<void>;
  close(): Promise<void>;
}
