import { existsSync } from 'node:fs';
import { EventStoreUnavailableError } from '../errors.js';
import type { LogIdentity, MovableCommand, MoveSource } from '../moving.js';
import { commandsBehind } from './commands.js';
import { lockForWriting, type WriterLock } from './lock.js';
import { LogReader } from './log-reader.js';
import { logPath, MOVED_TO } from './schema.js';
import { connect, connectReadOnly, guarded, type Connection } from './sqlite.js';

/**
 * Opens the log of a data folder to move it away.
 *
 * @throws EventStoreLockedError when a process has it open to write
 * @throws EventStoreUnavailableError when there is no log
 */
export function openEmbeddedMoveSource(dataDir: string): Promise<MoveSource> {
  return new Promise((resolve) => {
    const lock = lockExisting(dataDir);
    try {
      resolve(new EmbeddedMoveSource(dataDir, lock, new LogReader(logPath(dataDir))));
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

/** Takes back that a log was moved away. */
export function reopenEmbeddedLog(dataDir: string): Promise<string> {
  return new Promise((resolve) => {
    const lock = lockExisting(dataDir);
    try {
      new LogReader(logPath(dataDir)).close();
      write(logPath(dataDir), (connection) => connection.prepare('DELETE FROM meta WHERE name = ?').run(MOVED_TO));
      resolve(dataDir);
    } finally {
      lock.release();
    }
  });
}

function lockExisting(dataDir: string): WriterLock {
  const path = logPath(dataDir);
  if (!existsSync(path)) throw new EventStoreUnavailableError(`There is no log at ${path}.`);
  return lockForWriting(dataDir);
}

class EmbeddedMoveSource implements MoveSource {
  readonly identity: LogIdentity;
  readonly beginning = 0n;
  private readonly beside: Connection;

  constructor(
    readonly place: string,
    private readonly lock: WriterLock,
    private readonly log: LogReader,
  ) {
    const { installation, epoch } = log;
    this.identity = { installation, epoch };
    this.beside = connectReadOnly(logPath(place));
  }

  get movedTo(): string | null {
    return this.log.movedTo();
  }

  get leavingTo(): string | null {
    return this.movedTo;
  }

  /** The lock does it. */
  hold(): Promise<void> {
    return Promise.resolve();
  }

  head(): Promise<bigint> {
    return Promise.resolve(BigInt(this.log.head()));
  }

  commands(after: bigint): AsyncIterable<MovableCommand> {
    return commandsBehind(Number(after), this.log, { path: logPath(this.place), connection: this.beside });
  }

  markMoved(to: string): Promise<void> {
    return new Promise((resolve) => {
      write(logPath(this.place), (connection) =>
        connection.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING').run([MOVED_TO, to]),
      );
      resolve();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.beside.close();
      this.log.close();
      this.lock.release();
      resolve();
    });
  }
}

/** The caller holds the writer's lock. On disk when it returns. */
function write(path: string, change: (connection: Connection) => unknown): void {
  const connection = connect(path);
  try {
    guarded(path, () => connection.exec('PRAGMA synchronous = FULL'));
    guarded(path, () => change(connection));
  } finally {
    connection.close();
  }
}
