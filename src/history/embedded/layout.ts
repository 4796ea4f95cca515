import type { Collection } from '../../read-models/port.js';
import type { Database } from '../../read-models/embedded/database.js';
import { documentsTable, entriesTable, indexesOf, type CollectionVersion } from '../../read-models/embedded/layout.js';

/** Number of the arrangement of tables. */
const LAYOUT = 2;
/** Marks the file as ours: "gxhi". */
const APPLICATION = 0x67786869;

export { documentsTable as idsTable, entriesTable };

export const versionsTable = ({ name, version }: CollectionVersion): string =>
  documentsTable({ name, version }).replace(/"$/, '.versions"');

/** What the file was made from: with another log, other projections or other indexes it is begun anew. */
export function makingOf(installation: string, collections: readonly Collection[]): string {
  const made = collections.map((collection) => [collection.name, collection.version, indexesOf(collection)]);
  return JSON.stringify({ layout: LAYOUT, installation, made });
}

/** Whether the file holds history that was made from just this. */
export function isMadeFrom(database: Database, making: string): boolean {
  const [application] = database.rows<[number]>('PRAGMA application_id')[0] ?? [0];
  if (application !== APPLICATION) return false;
  return database.rows<[string]>('SELECT making FROM made')[0]?.[0] === making;
}

/**
 * A document has a version for each block in which it changed, which holds until the next one; a version without
 * document says that it is gone. An entry of an index holds from one block until another, however often its document
 * changes in between. Documents are JSONB, into which conditions look without parsing all of it.
 */
export function createLayout(database: Database, making: string, collections: readonly Collection[]): void {
  database.transaction(() => {
    database.exec(`
      CREATE TABLE made (making TEXT NOT NULL);
      CREATE TABLE block (
        number INTEGER PRIMARY KEY,
        cursor TEXT NOT NULL UNIQUE,
        occurred_at TEXT NOT NULL,
        command_id TEXT NOT NULL,
        latest TEXT NOT NULL,
        events INTEGER NOT NULL
      );
      CREATE INDEX block_by_latest ON block (latest, number);
      PRAGMA application_id = ${APPLICATION};
    `);
    for (const collection of collections) {
      database.exec(`
        CREATE TABLE ${documentsTable(collection)} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
        CREATE TABLE ${versionsTable(collection)} (
          version INTEGER PRIMARY KEY,
          row INTEGER NOT NULL,
          since INTEGER NOT NULL,
          document BLOB,
          UNIQUE (row, since)
        );
        CREATE TABLE ${entriesTable(collection)} (
          position INTEGER NOT NULL,
          key TEXT NOT NULL,
          since INTEGER NOT NULL,
          until INTEGER NOT NULL,
          row INTEGER NOT NULL,
          PRIMARY KEY (position, key, since)
        ) WITHOUT ROWID;
      `);
    }
    database.run('INSERT INTO made (making) VALUES (?)', making);
  });
}
