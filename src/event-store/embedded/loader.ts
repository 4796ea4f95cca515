import { existsSync, mkdirSync } from 'node:fs';
import { formatCursor, slotWidth, type Cursor } from '../cursor.js';
import { EventStoreNotEmptyError } from '../errors.js';
import { LoadRefusedError, type LogLoader, type ToldCommand } from '../loader.js';
import type { LogIdentity } from '../moving.js';
import { encodeAppend } from './encode.js';
import { lockForWriting, type WriterLock } from './lock.js';
import { createLogFile, isLoading, prepareLogFile, removeLogFile, sync } from './log-file.js';
import { LogWriter } from './log-writer.js';
import type { Outcome } from './messages.js';
import { epochAfter } from './move-target.js';
import { APPLICATION_ID, INSERT_ORIGIN, LOADING_ID, logPath, NOTE_LATEST_TOLD, ORIGINS } from './schema.js';
import { connect, guarded, type Connection, type Statement } from './sqlite.js';

/** Nothing is safe before the end, so nothing waits for the disk. What a crash leaves is thrown away. */
const SETTINGS = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -49152;
`;

/**
 * Begins to load a log into a data folder that has none, or one without events: that one is replaced. A log whose
 * positions were offsets begins a new epoch, in which its events are found by where they stood.
 *
 * @param origin identity of the log that is told
 * @throws EventStoreNotEmptyError when there are events
 * @throws EventStoreLockedError when another process writes it
 */
export async function openEmbeddedLogLoader(dataDir: string, origin: LogIdentity): Promise<LogLoader> {
  guarded(dataDir, () => mkdirSync(dataDir, { recursive: true }));
  const lock = lockForWriting(dataDir);
  try {
    const path = logPath(dataDir);
    makeRoom(path);
    const isCounted = slotWidth(origin.epoch) === 1;
    const identity = isCounted ? origin : { ...origin, epoch: epochAfter(origin.epoch) };
    createLogFile(path, { applicationId: LOADING_ID, ...identity });
    return await Promise.resolve(new EmbeddedLogLoader(path, identity, isCounted ? null : origin.epoch, lock));
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whether a log was being loaded into the folder, and was not completed. */
export const isLogLoading = (dataDir: string): boolean => isLoading(logPath(dataDir));

/** Removes what an earlier loading left, and a log without events. */
function makeRoom(path: string): void {
  if (!isLoading(path)) {
    if (!existsSync(path)) return;
    prepareLogFile(path);
    const connection = connect(path);
    try {
      const [events] = guarded(path, () => connection.prepare('SELECT count(*) FROM event').raw().get()) as [number];
      if (events > 0) throw new EventStoreNotEmptyError(path);
    } finally {
      connection.close();
    }
  }
  removeLogFile(path);
}

class EmbeddedLogLoader implements LogLoader {
  private readonly connection: Connection;
  private readonly writer: LogWriter;
  private readonly insertOrigin: Statement | null;

  constructor(
    private readonly path: string,
    private readonly identity: LogIdentity,
    /** Epoch that the log comes from, where that is another one. */
    private readonly former: number | null,
    private readonly lock: WriterLock,
  ) {
    this.connection = connect(path);
    guarded(path, () => this.connection.exec(former === null ? SETTINGS : `${SETTINGS}${ORIGINS}`));
    this.insertOrigin = former === null ? null : this.connection.prepare(INSERT_ORIGIN);
    this.writer = new LogWriter(this.connection, 'as-told');
  }

  load(commands: readonly ToldCommand[]): Promise<readonly Cursor[]> {
    return attempt(() => {
      const requests = commands.map(encodeAppend);
      const { outcomes } = guarded(this.path, () => this.writer.write(requests));
      const cursors = outcomes.map((outcome, at) => this.cursorOf(outcome, at));
      guarded(this.path, () => this.tellOrigins(outcomes, commands));
      return cursors;
    });
  }

  complete(): Promise<void> {
    return attempt(() => {
      guarded(this.path, () => {
        this.connection.exec(NOTE_LATEST_TOLD);
        this.connection.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
        sync(this.path);
        // The one step in which it becomes a log.
        this.connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
        this.connection.exec('PRAGMA journal_mode = WAL');
      });
      this.end();
    });
  }

  abandon(): Promise<void> {
    return attempt(() => {
      this.connection.close();
      removeLogFile(this.path);
      this.lock.release();
    });
  }

  /** Commands of a load stand one behind the other. */
  private tellOrigins(outcomes: readonly Outcome[], commands: readonly ToldCommand[]): void {
    const { insertOrigin, former } = this;
    if (insertOrigin === null) return;
    this.connection.exec('BEGIN');
    outcomes.forEach((outcome, at) => {
      if (outcome.kind !== 'appended') return;
      const positions = commands[at]?.positions ?? [];
      const first = outcome.position - positions.length + 1;
      positions.forEach((position, index) => insertOrigin.run([former, Number(position), first + index]));
    });
    this.connection.exec('COMMIT');
  }

  private end(): void {
    this.connection.close();
    this.lock.release();
  }

  private cursorOf(outcome: Outcome, at: number): Cursor {
    if (outcome.kind === 'conflict') throw new LoadRefusedError('REVISION', at);
    if (outcome.kind === 'reused' || outcome.repeated) throw new LoadRefusedError('COMMAND_TWICE', at);
    return formatCursor({ ...this.identity, position: BigInt(outcome.position), subIndex: 0 });
  }
}

const attempt = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));
