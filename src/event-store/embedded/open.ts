import { mkdirSync } from 'node:fs';
import { workerPath } from '../../worker-path.js';
import { EventStoreMovedError } from '../errors.js';
import type { EventReader } from '../port.js';
import { EmbeddedReader } from './embedded-reader.js';
import { EmbeddedStore } from './embedded-store.js';
import { HeadWatch } from './head-watch.js';
import { lockForWriting } from './lock.js';
import { checkPages, prepareLogFile } from './log-file.js';
import { LogReader } from './log-reader.js';
import { logPath } from './schema.js';
import { guarded } from './sqlite.js';

export interface EmbeddedStoreOptions {
  /** Largest size of the log's file, in bytes; without it, the disk is the limit. */
  readonly maxBytes?: number;
  /** Told once, when the writing thread ends without `close()`: nothing is accepted any more until the next opening. */
  readonly onFailure?: (error: Error) => void;
}

export interface EmbeddedReaderOptions {
  /** How often to look for new events while a subscriber waits, in milliseconds; default 100. */
  readonly pollMs?: number;
}

/** A reader in another thread or process than the writing store. */
export interface EmbeddedEventReader extends EventReader {
  /** Looks for new events now: for a host that knows of a commit before the next look is due. */
  wake(): void;
}

/**
 * Opens the log in a data folder to write and read, and makes the folder and the log where there are none.
 *
 * @throws EventStoreLockedError when another process (or this one) writes it already
 * @throws EventStoreMovedError when it was moved to another place, or is not all here yet
 * @throws EventStoreTooNewError, EventStoreDamagedError with the file unchanged
 * @throws EventStoreUnavailableError when the folder cannot be used
 */
export async function openEmbeddedEventStore(
  dataDir: string,
  { maxBytes, onFailure = () => undefined }: EmbeddedStoreOptions = {},
): Promise<EmbeddedStore> {
  guarded(dataDir, () => mkdirSync(dataDir, { recursive: true }));
  const lock = lockForWriting(dataDir);
  try {
    const path = logPath(dataDir);
    prepareLogFile(path);
    const log = new LogReader(path);
    try {
      checkNotMoved(dataDir, log);
      log.check(checkPages);
      const start = { path, maxBytes: maxBytes ?? null };
      return await EmbeddedStore.start(log, lock, workerPath(__dirname, 'writer-worker'), start, onFailure);
    } catch (error) {
      log.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function checkNotMoved(dataDir: string, log: LogReader): void {
  const to = log.movedTo();
  if (to === null) return;
  throw new EventStoreMovedError(
    `The log in ${dataDir} was moved to ${to}. To go on with it here after all: npm run migrate -- --reopen ${dataDir}`,
  );
}

/**
 * Opens a log that is there already, to read only. It sees what any process commits, at the latest after `pollMs`.
 *
 * @throws EventStoreTooNewError, EventStoreDamagedError
 * @throws EventStoreUnavailableError when there is no log yet
 */
export function openEmbeddedEventReader(
  dataDir: string,
  { pollMs = 100 }: EmbeddedReaderOptions = {},
): Promise<EmbeddedEventReader> {
  return new Promise((resolve) => {
    const log = new LogReader(logPath(dataDir));
    const watch = new HeadWatch({ everyMs: pollMs, head: () => log.head() });
    resolve(Object.assign(new EmbeddedReader(log, watch), { wake: () => watch.look() }));
  });
}
