import { EventStoreError } from '../errors.js';
import { connect, type Connection } from './connect.js';
import { connectionError } from './connection-error.js';
import { readInstallation, readOrBeginInstallation, type Installation } from './installation.js';
import { KurrentDbReader, type ReaderParts } from './kurrentdb-reader.js';
import { KurrentDbStore } from './kurrentdb-store.js';
import { Link } from './link.js';
import { checkArrived, checkOpen, readMoves, type Moves } from './moves.js';
import { Names } from './names.js';
import { NO_OBSERVER, type KurrentDbObserver } from './observer.js';
import { Patience } from './patience.js';
import { ServerLog } from './server-log.js';

export interface KurrentDbOptions {
  /** As `parseConnectionUrl` takes it. It may hold a password, which no message repeats. */
  readonly url: string;
  /** Begins the names of all streams: 1 to 40 lower-case letters, digits, `_` and `-`. */
  readonly prefix: string;
  readonly observer?: KurrentDbObserver;
  /** How long one request is asked again while the server does not answer, milliseconds; default 5,000. */
  readonly patienceMs?: number;
}

/**
 * Opens the log to write and read, and begins one where there is none.
 *
 * @throws ConnectionUrlError, EventStoreConnectionError when the server cannot be used as configured
 * @throws EventStoreMovedError while the log is moved here, and once it was moved away
 * @throws EventStoreTooNewError, EventStoreDamagedError
 */
export const openKurrentDbStore = async (options: KurrentDbOptions): Promise<KurrentDbStore> =>
  new KurrentDbStore(
    await open(options, checkOpen, ({ client }, log, names, patience) =>
      readOrBeginInstallation(client, log, names, patience),
    ),
  );

/** Opens a log that is there already, to read only. @throws as `openKurrentDbStore`, and when there is no log */
export const openKurrentDbReader = async (options: KurrentDbOptions): Promise<KurrentDbReader> =>
  new KurrentDbReader(
    await open(options, checkArrived, (_, log, names, patience) => readInstallation(log, names, patience)),
  );

type FindInstallation = (
  connection: Connection,
  log: ServerLog,
  names: Names,
  patience: Patience,
) => Promise<Installation>;

async function open(
  { url, prefix, observer = NO_OBSERVER, patienceMs = 5_000 }: KurrentDbOptions,
  check: (names: Names, moves: Moves) => void,
  find: FindInstallation,
): Promise<ReaderParts> {
  const names = new Names(prefix);
  const connection = await connect(url);
  try {
    const log = new ServerLog(connection.client);
    const link = new Link(observer);
    const patience = new Patience(patienceMs, link, 'read');
    const installation = await find(connection, log, names, patience);
    const moves = await readMoves(log, names, patience);
    check(names, moves);
    const { client } = connection;
    const close = (): Promise<void> => connection.close();
    return { client, log, names, installation, moves, link, patienceMs, close };
  } catch (error) {
    await connection.close();
    throw error instanceof EventStoreError && error.cause === undefined
      ? error
      : connectionError(connection.url, error instanceof EventStoreError ? error.cause : error);
  }
}
