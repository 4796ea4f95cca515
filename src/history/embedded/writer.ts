import { entryChanges, type Place } from '../../read-models/embedded/entry-changes.js';
import type { Database } from '../../read-models/embedded/database.js';
import { promised } from '../../read-models/embedded/reader.js';
import type { Collection } from '../../read-models/port.js';
import { BEGINNING, type Block, type HistoryChange, type HistoryWriter } from '../port.js';
import { entriesTable, idsTable, versionsTable } from './layout.js';
import { EmbeddedHistory } from './reader.js';

/** Until when an entry holds that still does: behind every block. */
const STILL = 2_147_483_647;

/** Writes the file of kept history. Callers see to it that only one does. */
export class EmbeddedHistoryWriter extends EmbeddedHistory implements HistoryWriter {
  constructor(
    database: Database,
    private readonly collections: readonly Collection[],
  ) {
    super(database);
  }

  append(block: Block, changes: readonly HistoryChange[]): Promise<void> {
    return promised(() => this.#append(block, changes));
  }

  rest(): Promise<void> {
    return promised(() => this.database.tidy());
  }

  clear(): Promise<void> {
    return promised(() =>
      this.database.transaction(() => {
        this.database.run('DELETE FROM block');
        for (const collection of this.collections) {
          for (const table of [idsTable, versionsTable, entriesTable]) {
            this.database.run(`DELETE FROM ${table(collection)}`);
          }
        }
      }),
    );
  }

  #append(block: Block, changes: readonly HistoryChange[]): void {
    const { number, events, end } = block;
    this.database.transaction(() => {
      const [last] = this.database.rows<[number | null]>('SELECT max(number) FROM block');
      if ((last?.[0] ?? BEGINNING) !== number - 1) throw new Error(`Block ${number} does not follow the last one.`);
      this.database.run(
        'INSERT INTO block (number, cursor, occurred_at, command_id, latest, events) VALUES (?, ?, ?, ?, ?, ?)',
        number,
        end.cursor,
        end.occurredAt,
        end.commandId,
        end.latest,
        events,
      );
      for (const collection of this.collections) {
        const ofCollection = changes.filter((change) => change.collection.name === collection.name);
        if (ofCollection.length > 0) this.#write(collection, number, ofCollection);
      }
    });
  }

  #write(collection: Collection, block: number, changes: readonly HistoryChange[]): void {
    const documents = new Map(changes.map(({ id, document }) => [id, document]));
    const rows = this.#rowsOf(collection, [...documents.keys()]);
    const versions = [...documents].map(([id, document]) => [rows.get(id), document && JSON.stringify(document)]);
    this.database.run(
      `INSERT INTO ${versionsTable(collection)} (row, since, document)
       SELECT value ->> 0, ?, jsonb(value ->> 1) FROM json_each(?)`,
      block,
      JSON.stringify(versions),
    );
    const places = new Map<string, Place>();
    for (const { id, before } of changes) {
      const row = rows.get(id);
      if (row !== undefined) places.set(id, { row, before });
    }
    const { gone, added } = entryChanges(collection, documents, places);
    const table = entriesTable(collection);
    if (gone.length > 0) {
      this.database.run(
        `UPDATE ${table} SET until = ? WHERE until = ${STILL}
         AND (position, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`,
        block,
        JSON.stringify(gone),
      );
    }
    if (added.length > 0) {
      this.database.run(
        `INSERT INTO ${table} (position, key, since, until, row)
         SELECT value ->> 0, value ->> 1, ?, ${STILL}, value ->> 2 FROM json_each(?)`,
        block,
        JSON.stringify(added),
      );
    }
  }

  #rowsOf(collection: Collection, ids: readonly string[]): Map<string, number> {
    const list = JSON.stringify(ids);
    const table = idsTable(collection);
    this.database.run(
      `INSERT INTO ${table} (id) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      list,
    );
    return new Map(
      this.database.rows<[id: string, row: number]>(
        `SELECT id, row FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
        list,
      ),
    );
  }
}
