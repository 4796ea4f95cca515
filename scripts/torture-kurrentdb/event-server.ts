import { exec } from 'node:child_process';
import { promisify } from 'node:util';

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
    return this.run(this.commands.kill);
  }

  start(): Promise<void> {
    return this.run(this.commands.start);
  }

  /** Not with our variables: a server that it starts would take those that begin with its name for options. */
  private async run(command: string): Promise<void> {
    const { PATH, HOME } = process.env;
    await promisify(exec)(command, { env: { PATH, HOME } });
  }
}
