import type { Cursor } from './cursor.js';
import type { AppendRequest } from './port.js';

/** A command as a log told it. */
export interface ToldCommand extends AppendRequest {
  /** Where each of its events stood there. */
  readonly positions: readonly bigint[];
}

/**
 * Fills an empty log with what another log told, so that revisions and times are the same, and cursors mean the same events. Nothing may read or
 * write it before it is complete; what ends earlier, however it ends, leaves nothing that can be taken for a log.
 */
export interface LogLoader {
  /**
   * The next commands, in the order of the log, each with a check of the revision that it begins at on each of its
   * streams. Resolves to the cursors of their last events.
   *
   * @throws InvalidAppendError for what no log takes
   * @throws LoadRefusedError for a command that cannot be the next one
   */
  load(commands: readonly ToldCommand[]): Promise<readonly Cursor[]>;
  /** Everything is on disk, and it is a log from now on. */
  complete(): Promise<void>;
  /** As if nothing had ever been loaded. */
  abandon(): Promise<void>;
}

export type LoadProblem = 'REVISION' | 'COMMAND_TWICE';

/** What a log tells does not fit what it told before. */
export class LoadRefusedError extends Error {
  readonly code = 'LOAD_REFUSED';
  constructor(
    readonly problem: LoadProblem,
    /** Among the commands given. */
    readonly command: number,
  ) {
    super(`A command cannot be the next one of the log: ${problem}.`);
    this.name = new.target.name;
  }
}
