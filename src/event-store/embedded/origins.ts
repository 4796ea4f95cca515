import { CursorBeyondHeadError, InvalidCursorError } from '../errors.js';
import type { Connection, Statement } from './sqlite.js';

/** Where events stand that stood elsewhere before the log was moved here. */
export class Origins {
  private readonly select: Statement;
  private readonly selectLast: Statement;

  private constructor(connection: Connection) {
    this.select = connection.prepare('SELECT position FROM origin WHERE epoch = ? AND origin = ?').raw();
    this.selectLast = connection.prepare('SELECT max(origin) FROM origin WHERE epoch = ?').raw();
  }

  /** Null for a log that began here. */
  static of(connection: Connection): Origins | null {
    const table = connection.prepare(`SELECT name FROM sqlite_master WHERE name = 'origin'`).raw().get();
    return table === undefined ? null : new Origins(connection);
  }

  /**
   * @throws CursorBeyondHeadError when it was not moved, being beyond the last one that was
   * @throws InvalidCursorError when no event stood there
   */
  positionOf(epoch: number, origin: number): number {
    const row = this.select.get([epoch, origin]) as [number] | undefined;
    if (row !== undefined) return row[0];
    if (origin > (this.last(epoch) ?? 0)) throw new CursorBeyondHeadError();
    throw new InvalidCursorError();
  }

  /** Where the last event stood that was moved from that epoch; null when none was. */
  last(epoch: number): number | null {
    return (this.selectLast.get([epoch]) as [number | null])[0];
  }
}
