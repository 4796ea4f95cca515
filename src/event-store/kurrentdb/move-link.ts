import { AppendConsistencyViolationError, jsonEvent, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { appendRecords } from './append-records.js';
import { connect } from './connect.js';
import { placeOf } from './connection-url.js';
import { expected } from './encode.js';
import { Link } from './link.js';
import { MOVE_RECORDS, readMoves, type MoveRecord, type Moves } from './moves.js';
import { Names } from './names.js';
import { NO_OBSERVER } from './observer.js';
import { Patience } from './patience.js';
import { ServerLog } from './server-log.js';

/** A move outlasts a restart of the server. */
const PATIENCE_MS = 60_000;

/** Where a log is on a server. */
export interface KurrentDbPlace {
  /** As `parseConnectionUrl` takes it. It may hold a password, which no message repeats. */
  readonly url: string;
  /** Begins the names of all streams. */
  readonly prefix: string;
}

/** A connection to move with. */
export class MoveLink {
  private constructor(
    readonly client: KurrentDBClient,
    readonly log: ServerLog,
    readonly names: Names,
    /** For people, without any secret. */
    readonly place: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @throws ConnectionUrlError, EventStoreConnectionError */
  static async open({ url, prefix }: KurrentDbPlace): Promise<MoveLink> {
    const names = new Names(prefix);
    const connection = await connect(url);
    const { client } = connection;
    const place = placeOf(connection.url, prefix);
    return new MoveLink(client, new ServerLog(client), names, place, () => connection.close());
  }

  patience(operation: 'append' | 'read' = 'read'): Patience {
    return new Patience(PATIENCE_MS, new Link(NO_OBSERVER), operation);
  }

  /** Says something of a move, once. @throws AppendConsistencyViolationError when something else was said since */
  async tell(type: MoveRecord, other: string, { revision }: Moves): Promise<Moves> {
    const patience = this.patience('append');
    for (;;) {
      try {
        await appendRecords(
          this.client,
          [{ streamName: this.names.moves, record: jsonEvent({ type, data: { other } }) }],
          [expected(this.names.moves, revision ?? 'no_stream')],
        );
        return await readMoves(this.log, this.names, this.patience());
      } catch (error) {
        const now = await readMoves(this.log, this.names, this.patience());
        // It was written, and only the answer was lost.
        const [before, since] = [revision ?? -1n, now.revision ?? -1n];
        if (since === before + 1n && now.state === MOVE_RECORDS[type] && now.other === other) return now;
        // What stands in the way cannot be read yet.
        if (error instanceof AppendConsistencyViolationError && since === before) await patience.pause(error);
        else await patience.again(error);
      }
    }
  }
}
