/** What a prefix may be; no dot, so that no installation's names begin with another's. */
export const PREFIX = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/**
 * How things of one installation are called on the server, which it may share with others. Kinds are told apart by the
 * beginning of their names, because that is what the server filters by. Lower case only: the server compares the names
 * within one append without regard to case.
 */
export class Names {
  /** Begins the streams of domain events. */
  readonly events: string;
  /** Begins the streams of receipts, one for each accepted command. */
  readonly receipts: string;
  /** Stream of the one record that says whose log this is. */
  readonly installation: string;
  /** Stream that tells of each request that appends; see Growth. */
  readonly growth: string;
  /** Stream that tells of moves of the log, here and away. */
  readonly moves: string;
  /** Stream that finds events by where they stood before the log was moved here. */
  readonly origins: string;

  constructor(prefix: string) {
    if (!PREFIX.test(prefix)) {
      throw new TypeError(
        'A prefix of streams is 1 to 40 lower-case letters, digits, _ and -, a letter or digit first.',
      );
    }
    this.events = `${prefix}.e.`;
    this.receipts = `${prefix}.r.`;
    this.installation = `${prefix}.installation`;
    this.growth = `${prefix}.growth`;
    this.moves = `${prefix}.moves`;
    this.origins = `${prefix}.origins`;
  }

  stream(name: string): string {
    return `${this.events}${name}`;
  }

  receipt(commandId: string): string {
    return `${this.receipts}${commandId}`;
  }

  /** Id of the command whose receipt a stream is; null for any other stream. */
  commandOf(streamId: string): string | null {
    return streamId.startsWith(this.receipts) ? streamId.slice(this.receipts.length) : null;
  }

  /** Our name of a stream of domain events; null for any other stream. */
  nameOf(streamId: string): string | null {
    return streamId.startsWith(this.events) ? streamId.slice(this.events.length) : null;
  }
}
