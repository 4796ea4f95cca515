import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDamagedError, EventStoreNotEmptyError, EventStoreUnavailableError } from '../errors.js';
import type { Arrived, LogIdentity, MovableCommand, MovableEvent, MoveTarget, Room } from '../moving.js';
import { commandsBehind } from './commands.js';
import { lockForWriting, type WriterLock } from './lock.js';
import { createLogFile, isLoading, isMoving, removeLogFile } from './log-file.js';
import { LogReader } from './log-reader.js';
import {
  APPLICATION_ID,
  INSERT_EVENT,
  INSERT_ORIGIN,
  INSERT_RECEIPT,
  logPath,
  MOVING_ID,
  NOTE_LATEST_TOLD,
} from './schema.js';
import { connect, connectReadOnly, guarded, type Connection, type Statement } from './sqlite.js';

/** Where positions count events, epochs are odd; see Cursor. */
export const epochAfter = (epoch: number): number => epoch + 1 + (epoch % 2);

/** A power cut may cost the last batches, never half of one. */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  PRAGMA cache_size = -131072;
  PRAGMA wal_autocheckpoint = 8192;
`;

/**
 * Opens the data folder that a log is moved to, or goes on where an earlier move was interrupted. An empty log is
 * replaced. A former state of the same log, which was moved away from here, is kept beside under another name.
 *
 * @throws EventStoreNotEmptyError when another log is there
 * @throws EventStoreLockedError when another process writes the folder
 */
export function openEmbeddedMoveTarget(
  dataDir: string,
  source: { readonly identity: LogIdentity },
): Promise<MoveTarget> {
  return new Promise((resolve) => {
    guarded(dataDir, () => mkdirSync(dataDir, { recursive: true }));
    const lock = lockForWriting(dataDir);
    try {
      const { installation, epoch: former } = source.identity;
      const identity = { installation, epoch: epochAfter(former) };
      const path = logPath(dataDir);
      // The last step of a move may stand beside the file as yet.
      if (isMoving(path)) settle(path);
      if (!isMoving(path) && !isArrived(path, identity)) {
        makeRoom(dataDir, source.identity);
        createLogFile(path, { applicationId: MOVING_ID, ...identity });
      }
      resolve(new EmbeddedMoveTarget(dataDir, lock, identity, former));
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

/** Whether a move from there was completed before. */
function isArrived(path: string, { installation, epoch }: LogIdentity): boolean {
  if (!existsSync(path) || isLoading(path)) return false;
  const log = new LogReader(path);
  try {
    return log.installation === installation && log.epoch === epoch;
  } finally {
    log.close();
  }
}

function makeRoom(dataDir: string, { installation, epoch }: LogIdentity): void {
  const path = logPath(dataDir);
  if (!existsSync(path)) return;
  if (isLoading(path)) {
    // An import that was cut short: nothing uses it.
    removeLogFile(path);
    return;
  }
  const log = new LogReader(path);
  const isFormer = log.movedTo() !== null && log.installation === installation && log.epoch < epoch;
  const formerEpoch = log.epoch;
  const isEmpty = log.head() === 0;
  log.close();
  if (isFormer) setAside(path, join(dataDir, `events.epoch-${formerEpoch}.db`));
  else if (isEmpty) removeLogFile(path);
  else throw new EventStoreNotEmptyError(path);
}

function setAside(path: string, aside: string): void {
  if (existsSync(aside)) throw new EventStoreNotEmptyError(aside);
  settle(path);
  guarded(path, () => renameSync(path, aside));
}

/** Brings all that was written into the file itself. @throws EventStoreUnavailableError when somebody keeps it from that */
function settle(path: string, open?: Connection): void {
  const connection = open ?? connect(path);
  try {
    const checkpoint = (): unknown => connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().get();
    const [isBusy] = guarded(path, checkpoint) as [number];
    if (isBusy !== 0) throw new EventStoreUnavailableError(`${path} is in use: close what reads it, and try again.`);
  } finally {
    if (open === undefined) connection.close();
  }
}

class EmbeddedMoveTarget implements MoveTarget {
  readonly room: Room = { events: 2_000, characters: 8 * 1024 * 1024 };
  private readonly path: string;
  private readonly connection: Connection;
  private readonly insertEvent: Statement;
  private readonly insertReceipt: Statement;
  private readonly insertOrigin: Statement;
  private completed: boolean;
  private head: number;
  private position: bigint | null;
  private failed = false;

  constructor(
    readonly place: string,
    private readonly lock: WriterLock,
    readonly identity: LogIdentity,
    /** Epoch that the log comes from. */
    private readonly former: number,
  ) {
    const path = logPath(place);
    this.path = path;
    this.completed = !isMoving(path);
    const log = this.reader();
    try {
      if (log.installation !== identity.installation || log.epoch !== identity.epoch) {
        throw new EventStoreNotEmptyError(path);
      }
      this.head = log.head();
    } finally {
      log.close();
    }
    this.connection = connect(path);
    try {
      guarded(path, () => this.connection.exec(SETTINGS));
      const prepare = (sql: string): Statement => guarded(path, () => this.connection.prepare(sql));
      this.insertEvent = prepare(INSERT_EVENT);
      this.insertReceipt = prepare(INSERT_RECEIPT);
      this.insertOrigin = prepare(INSERT_ORIGIN);
      const [last] = prepare('SELECT max(origin) FROM origin WHERE epoch = ?').raw().get([former]) as [number | null];
      this.position = last === null ? null : BigInt(last);
    } catch (error) {
      this.connection.close();
      throw error;
    }
  }

  get isComplete(): boolean {
    return this.completed;
  }

  get arrived(): Arrived | null {
    return this.position === null ? null : { position: this.position, events: this.head };
  }

  append(commands: readonly MovableCommand[]): Promise<void> {
    return new Promise((resolve) => {
      if (this.failed) throw new EventStoreUnavailableError(`The batch before was not written to ${this.path}.`);
      const { head } = this;
      try {
        guarded(this.path, () => {
          this.connection.exec('BEGIN IMMEDIATE');
          for (const command of commands) this.write(command);
          this.connection.exec('COMMIT');
        });
      } catch (error) {
        this.head = head;
        this.failed = true;
        if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
        throw error;
      }
      this.position = commands.at(-1)?.events.at(-1)?.position ?? this.position;
      resolve();
    });
  }

  async *commands(): AsyncGenerator<MovableCommand, void> {
    const log = this.reader();
    const connection = connectReadOnly(this.path);
    try {
      yield* commandsBehind(0, log, { path: this.path, connection });
    } finally {
      connection.close();
      log.close();
    }
  }

  complete(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.completed) {
        guarded(this.path, () => this.connection.exec(`PRAGMA synchronous = FULL; ${NOTE_LATEST_TOLD}`));
        // The one step in which it becomes a log.
        guarded(this.path, () => this.connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`));
        settle(this.path, this.connection);
        this.completed = true;
      }
      resolve();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.connection.close();
      this.lock.release();
      resolve();
    });
  }

  private reader(): LogReader {
    return new LogReader(this.path, this.completed ? undefined : MOVING_ID);
  }

  private write({ command, events }: MovableCommand): void {
    const first = this.head + 1;
    const receipt = [command.id, command.fingerprint, first, this.head + events.length];
    if (this.insertReceipt.run(receipt).changes === 0) {
      throw new EventStoreDamagedError(`The command of event ${events[0].event.id} was accepted twice.`);
    }
    for (const event of events) this.writeEvent(event);
  }

  private writeEvent({ event, position, origins }: MovableEvent): void {
    const { stream, revision, type, id, metadata, data } = event;
    const { occurredAt, ...rest } = metadata;
    this.head += 1;
    const texts = [JSON.stringify(rest), JSON.stringify(data)];
    this.insertEvent.run([this.head, stream, revision, type, id, occurredAt, ...texts]);
    this.insertOrigin.run([this.former, Number(position), this.head]);
    for (const origin of origins) this.insertOrigin.run([origin.epoch, Number(origin.position), this.head]);
  }
}
