import { pathToFileURL } from 'node:url';
import Sqlite from 'libsql';
import type { Bind } from './conditions.js';

interface Statement {
  run(...bind: Bind[]): { changes: number };
  all(...bind: Bind[]): unknown[];
}

/**
 * A connection with its prepared statements kept. Rows come as arrays in the order of the selected columns. The number
 * of different statements is bounded by the shapes of queries that the program holds.
 */
export class Database {
  readonly #connection: Sqlite.Database;
  readonly #statements = new Map<string, Statement>();

  /** @param cacheKiB of a writing connection, for pages that the next batch will touch again */
  constructor(file: string, mode: 'write' | 'read', cacheKiB = 32_768) {
    this.#connection = new Sqlite(mode === 'read' ? `${pathToFileURL(file).href}?mode=ro` : file);
    try {
      // How long a statement waits for another connection's write before it fails.
      this.#connection.pragma('busy_timeout = 5000');
      if (mode === 'write') {
        this.#connection.pragma('journal_mode = WAL');
        // Read models can always be made again from the log, so a commit need not wait for the disk.
        this.#connection.pragma('synchronous = NORMAL');
        // A batch touches a few pages of every index, which should still be there for the next one.
        this.#connection.pragma(`cache_size = -${cacheKiB}`);
        // A checkpoint writes and syncs the file itself, while everyone waits: it is done at rest (`tidy`), and under
        // load that never ends when the write-ahead log has come to 256 MiB.
        this.#connection.pragma('wal_autocheckpoint = 65536');
        this.#connection.pragma('journal_size_limit = 67108864');
      }
    } catch (error) {
      this.#connection.close();
      throw error;
    }
  }

  rows<Row extends readonly unknown[]>(sql: string, ...bind: Bind[]): Row[] {
    return this.#statement(sql, true).all(...bind) as Row[];
  }

  /** @returns the number of rows that changed */
  run(sql: string, ...bind: Bind[]): number {
    return this.#statement(sql, false).run(...bind).changes;
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  transaction<Result>(work: () => Result): Result {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  /** Statements name tables that may be gone after this; they are prepared anew when needed. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  /** Moves what it can of the write-ahead log into the file, waiting for nobody. */
  tidy(): void {
    this.rows('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Moves the whole write-ahead log into the file. @throws when another connection stands in the way */
  checkpoint(): void {
    const [row] = this.rows<[busy: number]>('PRAGMA wal_checkpoint(TRUNCATE)');
    if (row?.[0] !== 0) throw new Error('The file is in use by another connection.');
  }

  /** The driver lets go of the file only when its statements have been collected as garbage: hence `checkpoint`. */
  close(): void {
    this.#statements.clear();
    if (this.#connection.open) this.#connection.close();
  }

  #statement(sql: string, rows: boolean): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.#connection.prepare<Bind[]>(sql);
    if (rows) prepared.raw(true);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
