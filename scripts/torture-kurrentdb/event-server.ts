import { runCommand } from '../support/run-command.js';

/** Shell commands that act on the server of `KURRENTDB_URL`. */
export interface PowerCommands {
  /** Ends it as a crash does (`kill -9`). */
  readonly kill: string;
  /** Starts it again on what it had; returns at once or when it is there. */
  readonly start: string;
}

/** The server under test, as whoever has power over its machine sees it. */
export class EventServer {
  constructor(private readonly commands: PowerCommands) {}

  kill(): Promise<void> {
    return runCommand(this.commands.kill);
  }

  start(): Promise<void> {
    return runCommand(this.commands.start);
  }
}
