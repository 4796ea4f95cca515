import { parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { Leaf } from '../seal-store.js';
import type { SealsFile } from './seals-file.js';
import { PLACES } from './schema.js';
import { TILE } from './tiles.js';

const BYTES = 8;
/** Tiles of places that are written together when a log was moved. */
const TILES_AT_ONCE = 16;

/** Where the events of leaves stand in the log, so that an event's leaf is found without looking at others. */
export class Places {
  private readonly select;
  private readonly upsert;
  private readonly find;

  constructor(private readonly file: SealsFile) {
    this.select = file.prepare('SELECT positions FROM place WHERE number = ?');
    this.upsert = file.prepare(
      `INSERT INTO place (number, first_position, positions) VALUES (?, ?, ?)
       ON CONFLICT (number) DO UPDATE SET positions = excluded.positions`,
    );
    this.find = file.prepare(
      'SELECT number, positions FROM place WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1',
    );
  }

  /** Within a transaction, as all writing. */
  grow(size: number, leaves: readonly Leaf[]): void {
    for (let done = 0; done < leaves.length;) {
      const number = Math.floor((size + done) / TILE);
      const before = (size + done) % TILE;
      const added = leaves.slice(done, done + TILE - before).map(({ cursor }) => bytesOf(cursor));
      const positions = before === 0 ? Buffer.concat(added) : Buffer.concat([this.read(number), ...added]);
      this.upsert.run(number, Number(positions.readBigUInt64BE(0)), positions);
      done += added.length;
    }
  }

  /** Writes places beside the present ones, which stay in use; @returns how many. */
  async gather(cursors: AsyncIterable<Cursor>): Promise<{ readonly count: number; readonly last: Cursor | null }> {
    this.file.exec(`DROP TABLE IF EXISTS place_moved; ${PLACES.replace('place', 'place_moved')}`);
    const insert = this.file.prepare('INSERT INTO place_moved (number, first_position, positions) VALUES (?, ?, ?)');
    let [count, last]: [number, Cursor | null] = [0, null];
    let waiting: Cursor[] = [];
    const write = (): void => {
      const first = count / TILE;
      this.file.transact(() => {
        for (let at = 0; at < waiting.length; at += TILE) {
          const positions = Buffer.concat(waiting.slice(at, at + TILE).map(bytesOf));
          insert.run(first + at / TILE, Number(positions.readBigUInt64BE(0)), positions);
        }
      });
      count += waiting.length;
      waiting = [];
    };
    for await (const cursor of cursors) {
      last = cursor;
      waiting.push(cursor);
      if (waiting.length === TILES_AT_ONCE * TILE) write();
    }
    write();
    return { count, last };
  }

  /** Takes what was gathered for the places. Within a transaction. */
  take(): void {
    this.file.exec('DELETE FROM place; INSERT INTO place SELECT * FROM place_moved; DROP TABLE place_moved');
  }

  indexOf(cursor: Cursor): number | null {
    const { position } = parseCursor(cursor);
    const [row] = this.file.run(() => this.find.all(Number(position))) as { number: number; positions: ArrayBuffer }[];
    if (row === undefined) return null;
    const at = search(Buffer.from(row.positions), position);
    return at === null ? null : row.number * TILE + at;
  }

  private read(number: number): Buffer {
    const [row] = this.select.all(number) as { positions: ArrayBuffer }[];
    return row === undefined ? Buffer.alloc(0) : Buffer.from(row.positions);
  }
}

function bytesOf(cursor: Cursor): Buffer {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeBigUInt64BE(parseCursor(cursor).position);
  return bytes;
}

/** Place of a position among ascending ones, or null. */
function search(positions: Buffer, wanted: bigint): number | null {
  let [low, high] = [0, Math.floor(positions.length / BYTES) - 1];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const found = positions.readBigUInt64BE(middle * BYTES);
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
