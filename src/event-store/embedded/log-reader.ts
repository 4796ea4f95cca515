import { isUtf8 } from 'node:buffer';
import { formatCursor, parseCursor, parseCursorOf, type Cursor } from '../cursor.js';
import { CursorBeyondHeadError, EventStoreDamagedError, InvalidCursorError } from '../errors.js';
import type { EventData, EventFilter, EventMetadata, StoredEvent } from '../port.js';
import { filterSql } from './filter-sql.js';
import { openLogFile } from './log-file.js';
import { Origins } from './origins.js';
import { MOVED_TO, SELECT_END } from './schema.js';
import { guarded, type Connection, type Statement } from './sqlite.js';

/** Bounds of one page: what a subscriber that does not pull holds in memory, and how long one read takes. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 1024 * 1024;

const COLUMNS = 'position, stream, revision, type, id, occurred_at, metadata, data';
type Row = [number, string, number, string, string, string, string, string];

/** All texts of a row, one behind the other. */
const TEXTS = 'stream || type || id || occurred_at || metadata || data';

/** A row as it was read, made an event only when it is its turn. */
export interface LogRow {
  readonly position: number;
  event(): StoredEvent;
}

export interface Page {
  readonly rows: readonly LogRow[];
  /** Position, or revision, up to which everything that matches is in this page or was in an earlier one. */
  readonly lookedAt: number;
}

export interface Receipt {
  readonly fingerprint: string;
  readonly first: number;
  readonly last: number;
}

/** Takes what matches beyond `after` up to and including `upTo`, as far as a page goes: `most` rows, if that is less. */
export type Pager = (after: number, upTo: number, most?: number) => Page;

/** Synchronous reads of the log, each bounded; every one sees whatever is committed when it begins. */
export class LogReader {
  readonly installation: string;
  readonly epoch: number;
  private readonly origins: Origins | null;
  private readonly connection: Connection;
  private readonly selectHead: Statement;
  private readonly selectNext: Statement;
  private readonly selectReceipt: Statement;
  private readonly pageOfLog: (parameters: readonly string[]) => Pager;
  private readonly pageOfStream: (parameters: readonly string[]) => Pager;
  private latest: { readonly text: string; readonly metadata: EventMetadata } | null = null;

  /** @throws EventStoreTooNewError, EventStoreDamagedError, EventStoreUnavailableError */
  constructor(
    private readonly path: string,
    applicationId?: number,
  ) {
    this.connection = openLogFile(path, applicationId);
    try {
      this.installation = this.meta('installation');
      this.epoch = Number(this.meta('epoch'));
      this.selectHead = this.prepare('SELECT max(position) FROM event');
      this.selectNext = this.prepare('SELECT min(position) FROM event WHERE position > ?');
      this.selectReceipt = this.prepare(
        'SELECT fingerprint, first_position, last_position FROM receipt WHERE command_id = ?',
      );
      this.origins = Origins.of(this.connection);
      this.pageOfLog = this.pages('position', '1');
      this.pageOfStream = this.pages('revision', 'stream = ?');
    } catch (error) {
      this.connection.close();
      throw error;
    }
  }

  /** Runs a check of the whole file on this connection. */
  check(examine: (path: string, connection: Connection) => void): void {
    examine(this.path, this.connection);
  }

  /** Position of the newest event; 0 when there is none. */
  head(): number {
    return (guarded(this.path, () => this.selectHead.get()) as [number | null])[0] ?? 0;
  }

  /** Position of the first event behind this one; null where there is none. */
  next(position: number): number | null {
    return (guarded(this.path, () => this.selectNext.get([position])) as [number | null])[0];
  }

  lastOccurredAt(): string | null {
    const end = guarded(this.path, () => this.prepare(SELECT_END).get()) as [number, string] | undefined;
    return end?.[1] ?? null;
  }

  receipt(commandId: string): Receipt | null {
    const row = guarded(this.path, () => this.selectReceipt.get([commandId])) as [string, number, number] | undefined;
    return row === undefined ? null : { fingerprint: row[0], first: row[1], last: row[2] };
  }

  cursor(position: number): Cursor {
    const { installation, epoch } = this;
    return formatCursor({ installation, epoch, position: BigInt(position), subIndex: 0 });
  }

  /**
   * Position that a cursor stands for.
   *
   * @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError
   */
  position(cursor: string): number {
    const { epoch, position } = parseCursorOf(this.installation, cursor);
    if (epoch < this.epoch && position > 0n) {
      if (this.origins === null) throw new InvalidCursorError();
      const { origins } = this;
      return guarded(this.path, () => origins.positionOf(epoch, Number(position)));
    }
    if (epoch > this.epoch || position > BigInt(this.head())) throw new CursorBeyondHeadError();
    return Number(position);
  }

  /** A cursor as this log tells it. @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError */
  accept(cursor: string): Cursor {
    const { installation, epoch } = this;
    const position = BigInt(this.position(cursor));
    return formatCursor({ installation, epoch, position, subIndex: parseCursor(cursor).subIndex });
  }

  /** Pages over the whole log, by position. */
  pagerOfLog(filter: EventFilter | undefined): Pager {
    if (filter === undefined) return this.pageOfLog([]);
    const { condition, parameters } = filterSql(filter);
    return this.pages('position', condition)(parameters);
  }

  /** Pages over one stream, by revision. */
  pagerOfStream(stream: string): Pager {
    return this.pageOfStream([stream]);
  }

  close(): void {
    this.connection.close();
  }

  /** Prepares the reads once, for whatever the condition's parameters come to be. */
  private pages(order: 'position' | 'revision', condition: string): (parameters: readonly string[]) => Pager {
    const matching = `FROM event WHERE ${order} > ? AND ${order} <= ? AND ${condition} ORDER BY ${order} LIMIT ?`;
    const measure = this.prepare(`SELECT count(*), total(size) FROM (SELECT octet_length(data) AS size ${matching})`);
    const texts = this.prepare(`SELECT CAST(group_concat(${TEXTS}) AS BLOB) FROM (SELECT ${COLUMNS} ${matching})`);
    const select = this.prepare(`SELECT ${COLUMNS} ${matching}`);
    return (parameters) =>
      (after, upTo, most = PAGE_ROWS) => {
        const range = (limit: number): unknown[] => [after, upTo, ...parameters, limit];
        return guarded(this.path, () => {
          let limit = Math.min(PAGE_ROWS, most);
          let [count, bytes] = measure.get(range(limit)) as [number, number];
          while (bytes > PAGE_BYTES && limit > 1) {
            limit = Math.max(1, Math.floor(Math.min(limit, count) / 2));
            [count, bytes] = measure.get(range(limit)) as [number, number];
          }
          if (count === 0) return { rows: [], lookedAt: upTo };
          this.checkTexts(texts.get(range(limit)) as [ArrayBuffer | null], after);
          const rows = select.all(range(limit)) as Row[];
          const last = rows.length < limit ? undefined : rows.at(-1);
          const lookedAt = last === undefined ? upTo : last[order === 'position' ? 0 : 2];
          return { rows: rows.map((row) => this.row(row)), lookedAt };
        });
      };
  }

  /** Of what is not UTF-8, as a damaged file may hold, the driver makes neither text nor error, but ends the process. */
  private checkTexts([bytes]: [ArrayBuffer | null], after: number): void {
    if (bytes === null || isUtf8(bytes)) return;
    throw new EventStoreDamagedError(`${this.path} is damaged: an event behind ${after} holds what is not text.`);
  }

  private row([position, stream, revision, type, id, occurredAt, metadata, data]: Row): LogRow {
    return {
      position,
      event: () => {
        try {
          return {
            id,
            type,
            stream,
            revision,
            cursor: this.cursor(position),
            metadata: this.metadata(metadata, occurredAt),
            data: JSON.parse(data) as EventData,
          };
        } catch (error) {
          throw new EventStoreDamagedError(`${this.path} is damaged: event ${position} is not JSON.`, { cause: error });
        }
      },
    };
  }

  /** Events of a command stand together and have the same metadata: it is parsed once. */
  private metadata(text: string, occurredAt: string): EventMetadata {
    const { latest } = this;
    if (latest?.text === text && latest.metadata.occurredAt === occurredAt) return latest.metadata;
    const metadata = { ...(JSON.parse(text) as Omit<EventMetadata, 'occurredAt'>), occurredAt };
    this.latest = { text, metadata };
    return metadata;
  }

  /** Where the log was moved to; null when it was not. */
  movedTo(): string | null {
    return this.note(MOVED_TO);
  }

  private meta(name: string): string {
    const value = this.note(name);
    if (value === null) throw new EventStoreDamagedError(`${this.path} is damaged: it has no ${name}.`);
    return value;
  }

  private note(name: string): string | null {
    const row = guarded(this.path, () => this.prepare('SELECT value FROM meta WHERE name = ?').get([name])) as
      [string] | undefined;
    return row?.[0] ?? null;
  }

  private prepare(sql: string): Statement {
    return guarded(this.path, () => this.connection.prepare(sql).raw());
  }
}
