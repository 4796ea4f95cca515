import { LRUCache } from 'lru-cache';
import { EXISTS, NO_STREAM, RECORD_WIDTH, type Outcome, type WireAppend } from './messages.js';
import { INSERT_EVENT, INSERT_RECEIPT, SELECT_END } from './schema.js';
import type { Connection, Statement } from './sqlite.js';

const REMEMBERED_STREAMS = 100_000;

/** What one transaction did. */
export interface Written {
  readonly outcomes: readonly Outcome[];
  readonly head: number;
  readonly events: number;
}

/** Writes requests to the log, many in one transaction. Synchronous: it has its thread to itself. */
export class LogWriter {
  private readonly insertEvent: Statement;
  private readonly insertReceipt: Statement;
  private readonly selectReceipt: Statement;
  private readonly selectRevision: Statement;
  private readonly selectEnd: Statement;
  /** Number of events by stream; true of this transaction, so it goes when that is rolled back. */
  private readonly lengths = new LRUCache<string, number>({ max: REMEMBERED_STREAMS });
  private head = 0;
  /** Latest time in the log, where times are kept in order. */
  private latest = '';
  /** Whether what is remembered may differ from the log: after a transaction that did not happen. */
  private stale = true;

  /** @param times a time before the latest one becomes that one (`in-order`), or stays as it is (`as-told`) */
  constructor(
    private readonly connection: Connection,
    private readonly times: 'in-order' | 'as-told',
  ) {
    this.insertEvent = connection.prepare(INSERT_EVENT);
    this.insertReceipt = connection.prepare(INSERT_RECEIPT);
    this.selectReceipt = connection
      .prepare(
        `SELECT fingerprint, last_position, occurred_at
         FROM receipt JOIN event ON position = last_position WHERE command_id = ?`,
      )
      .raw();
    this.selectRevision = connection.prepare('SELECT max(revision) FROM event WHERE stream = ?').raw();
    this.selectEnd = connection.prepare(SELECT_END).raw();
  }

  /**
   * Writes all requests in one transaction, in order, each on top of those before it. What is returned is on disk.
   * Throws what SQLite throws; then none of them was written.
   */
  write(requests: readonly WireAppend[]): Written {
    if (this.stale) this.recall();
    const before = this.head;
    // Until the commit is done; only then is what is remembered true.
    this.stale = true;
    this.connection.exec('BEGIN IMMEDIATE');
    const outcomes = requests.map((request) => this.append(request));
    this.connection.exec('COMMIT');
    this.stale = false;
    return { outcomes, head: this.head, events: this.head - before };
  }

  private append(request: WireAppend): Outcome {
    const streams = this.failing(request.checks);
    if (streams.length > 0) return this.earlier(request) ?? { kind: 'conflict', streams };

    const { commandId, fingerprint, records } = request;
    const last = this.head + records.length / RECORD_WIDTH;
    // The receipt is looked for and written in one step: the usual command is a new one.
    if (this.insertReceipt.run([commandId, fingerprint, this.head + 1, last]).changes === 0) {
      const earlier = this.earlier(request);
      if (earlier === null) throw new Error('A receipt is neither new nor known.');
      return earlier;
    }
    const occurredAt = this.timeOf(request);
    for (let at = 0; at < records.length; at += RECORD_WIDTH) {
      const [stream, type, id, metadata, data] = records.slice(at, at + RECORD_WIDTH) as [
        string,
        string,
        string,
        string,
        string,
      ];
      const revision = this.length(stream);
      this.insertEvent.run([++this.head, stream, revision, type, id, occurredAt, metadata, data]);
      this.lengths.set(stream, revision + 1);
    }
    return { kind: 'appended', position: last, repeated: false, occurredAt };
  }

  /** The time that the request's events carry. */
  private timeOf({ occurredAt }: WireAppend): string {
    if (this.times === 'as-told') return occurredAt;
    if (occurredAt > this.latest) this.latest = occurredAt;
    return this.latest;
  }

  /** Streams whose check fails, in the order of the checks. */
  private failing(checks: WireAppend['checks']): string[] {
    const failing: string[] = [];
    for (let at = 0; at < checks.length; at += 2) {
      const stream = checks[at] as string;
      const expected = checks[at + 1] as number;
      const length = this.length(stream);
      const holds = expected === NO_STREAM ? length === 0 : expected === EXISTS ? length > 0 : length === expected + 1;
      if (!holds) failing.push(stream);
    }
    return failing;
  }

  /** What the command came to when it was accepted before; null when it was not. */
  private earlier({ commandId, fingerprint }: WireAppend): Outcome | null {
    const receipt = this.selectReceipt.get([commandId]) as [string, number, string] | undefined;
    if (receipt === undefined) return null;
    const [known, position, occurredAt] = receipt;
    return known === fingerprint ? { kind: 'appended', position, repeated: true, occurredAt } : { kind: 'reused' };
  }

  private length(stream: string): number {
    const remembered = this.lengths.get(stream);
    if (remembered !== undefined) return remembered;
    const [revision] = this.selectRevision.get([stream]) as [number | null];
    const length = revision === null ? 0 : revision + 1;
    this.lengths.set(stream, length);
    return length;
  }

  /** Begins anew from what is in the log. */
  private recall(): void {
    // SQLite rolls back by itself after some failures, a full disk among them.
    if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
    this.lengths.clear();
    const end = this.selectEnd.get() as [number, string] | undefined;
    [this.head, this.latest] = end ?? [0, ''];
    this.stale = false;
  }
}
