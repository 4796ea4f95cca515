import type { Page, PageRequest } from '../../read-models/port.js';
import { attempt } from '../../private-store/attempt.js';
import { PrivateDatabase } from '../../private-store/private-database.js';
import type { CallbackFilter, CallbackJournal } from './callback-journal.js';
import type { CallbackRecord } from './callback-record.js';

/** Of the refused ones, and of the others. */
const KEPT = 1_000;
const WRITE_AFTER_MS = 1_000;

export interface EmbeddedCallbackJournalOptions {
  /** What could not be written is lost. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * The journal in `private.db` of the private folder; several processes of one host may open it.
 * @throws PrivateStoreError
 */
export function openEmbeddedCallbackJournal(
  privateDir: string,
  options: EmbeddedCallbackJournalOptions,
): Promise<CallbackJournal> {
  return attempt(() => new EmbeddedCallbackJournal(PrivateDatabase.open(privateDir), options));
}

interface StoredRecord {
  readonly sequence: number;
  readonly key: string;
  readonly time: string;
  readonly kind: CallbackRecord['kind'];
  readonly app_id: string | null;
  readonly outcome: CallbackRecord['outcome'];
  readonly reason: CallbackRecord['reason'];
  readonly duration_ms: number;
}

/** Times as texts of fixed width, then the order of writing, so that keys compare as texts. */
const KEYED = `(SELECT *, time || '_' || printf('%016d', sequence) AS key FROM wechat_callbacks)`;

class EmbeddedCallbackJournal implements CallbackJournal {
  private refused: CallbackRecord[] = [];
  private others: CallbackRecord[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly insert;
  private readonly trim;

  constructor(
    private readonly database: PrivateDatabase,
    private readonly options: EmbeddedCallbackJournalOptions,
  ) {
    this.insert = database.prepare(
      `INSERT INTO wechat_callbacks (time, kind, app_id, outcome, reason, duration_ms) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.trim = database.prepare(
      `DELETE FROM wechat_callbacks WHERE (outcome = 'REFUSED') = ?1 AND sequence <= (
         SELECT sequence FROM wechat_callbacks WHERE (outcome = 'REFUSED') = ?1
         ORDER BY sequence DESC LIMIT 1 OFFSET ${KEPT}
       )`,
    );
  }

  note(record: CallbackRecord): void {
    if (record.outcome === 'REFUSED') this.refused = keptOf(this.refused, record);
    else this.others = keptOf(this.others, record);
    this.timer ??= setTimeout(() => this.write(), WRITE_AFTER_MS).unref();
  }

  page(filter: CallbackFilter, { after, before, limit, order }: PageRequest): Promise<Page<CallbackRecord>> {
    return this.read(() => {
      const { where, values } = conditionsOf(filter);
      const place = (key: string | undefined, comparison: string): void => {
        if (key === undefined) return;
        where.push(`key ${comparison} ?`);
        values.push(key);
      };
      place(after, '>');
      place(before, '<');
      const direction = order === 'ascending' ? 'ASC' : 'DESC';
      const select = `SELECT * FROM ${KEYED} WHERE ${where.join(' AND ')} ORDER BY key ${direction} LIMIT ?`;
      const rows = this.database.prepare(select).all(...values, limit + 1) as StoredRecord[];
      return { rows: rows.slice(0, limit).map(rowOf), more: rows.length > limit };
    });
  }

  count(filter: CallbackFilter): Promise<number> {
    return this.read(() => {
      const { where, values } = conditionsOf(filter);
      const select = `SELECT count(*) AS count FROM wechat_callbacks WHERE ${where.join(' AND ')}`;
      const [row] = this.database.prepare(select).all(...values) as { readonly count: number }[];
      return row?.count ?? 0;
    });
  }

  close(): Promise<void> {
    return attempt(() => {
      this.write();
      this.database.close();
    });
  }

  /** With what has not been written yet. */
  private read<Answer>(work: () => Answer): Promise<Answer> {
    return attempt(() => {
      this.write();
      return this.database.run(work);
    });
  }

  private write(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const records = [...this.others, ...this.refused];
    this.others = [];
    this.refused = [];
    if (records.length === 0) return;
    try {
      this.database.transact(() => {
        for (const { time, kind, appId, outcome, reason, durationMs } of records) {
          this.insert.run(time, kind, appId, outcome, reason, durationMs);
        }
        this.trim.run(0);
        this.trim.run(1);
      });
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}

/** What would be pushed out at once is not written. Cut now and then only, since cutting moves everything. */
function keptOf(records: CallbackRecord[], record: CallbackRecord): CallbackRecord[] {
  records.push(record);
  return records.length < 2 * KEPT ? records : records.slice(-KEPT);
}

function conditionsOf({ kinds, outcomes, appId, from, until }: CallbackFilter): {
  readonly where: string[];
  readonly values: string[];
} {
  const where = ['1'];
  const values: string[] = [];
  const add = (condition: string, value: string | null | undefined): void => {
    if (value == null) return;
    where.push(condition);
    values.push(value);
  };
  add('kind IN (SELECT value FROM json_each(?))', kinds && JSON.stringify(kinds));
  add('outcome IN (SELECT value FROM json_each(?))', outcomes && JSON.stringify(outcomes));
  add('app_id = ?', appId);
  add('time >= ?', from);
  add('time < ?', until);
  return { where, values };
}

const rowOf = (row: StoredRecord) => ({
  key: row.key,
  id: String(row.sequence),
  document: {
    time: row.time,
    kind: row.kind,
    appId: row.app_id,
    outcome: row.outcome,
    reason: row.reason,
    durationMs: row.duration_ms,
  },
});
