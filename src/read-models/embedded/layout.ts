import type { Collection } from '../port.js';
import type { Database } from './database.js';

/** Number of the arrangement of tables; a file with another one is begun anew, since read models can be. */
export const LAYOUT = 2;
/** Marks the file as ours: "gxrm". */
const APPLICATION = 0x6778726d;

export type CollectionVersion = Pick<Collection, 'name' | 'version'>;

/** Identifiers in SQL are made of names that the program holds; anything else is refused all the same. */
const identifier = (text: string): string => {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(text)) throw new TypeError(`${text} is no name for a collection or an index.`);
  return text;
};

export const documentsTable = ({ name, version }: CollectionVersion): string => `"${identifier(name)}.v${version}"`;
export const entriesTable = ({ name, version }: CollectionVersion): string =>
  `"${identifier(name)}.v${version}.entries"`;

/** The order in which the entries table numbers a collection's indexes. */
export const indexesOf = ({ indexes }: Pick<Collection, 'indexes'>): readonly string[] => Object.keys(indexes).sort();

export function createLayout(database: Database): void {
  database.transaction(() => {
    database.exec(`
      CREATE TABLE projection (
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        cursor TEXT,
        active INTEGER NOT NULL,
        stopped TEXT,
        indexes TEXT NOT NULL,
        PRIMARY KEY (name, version)
      ) WITHOUT ROWID;
      PRAGMA application_id = ${APPLICATION};
      PRAGMA user_version = ${LAYOUT};
    `);
  });
}

/** What the file holds: nothing yet, read models of this layout, or something else. */
export function layoutOf(database: Database): 'empty' | 'ours' | 'other' {
  const [application] = database.rows<[number]>('PRAGMA application_id')[0] ?? [0];
  const [layout] = database.rows<[number]>('PRAGMA user_version')[0] ?? [0];
  if (application === APPLICATION && layout === LAYOUT) return 'ours';
  const [tables] = database.rows<[number]>('SELECT count(*) FROM sqlite_schema')[0] ?? [0];
  return application === 0 && layout === 0 && tables === 0 ? 'empty' : 'other';
}

/** A table of documents, and one of the entries of all indexes, which point at the document's row. */
export function createTables(database: Database, version: CollectionVersion): void {
  database.exec(`
    CREATE TABLE ${documentsTable(version)} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL);
    CREATE TABLE ${entriesTable(version)} (
      position INTEGER NOT NULL,
      key TEXT NOT NULL,
      row INTEGER NOT NULL,
      PRIMARY KEY (position, key)
    ) WITHOUT ROWID;
  `);
}

export function dropTables(database: Database, version: CollectionVersion): void {
  database.exec(`DROP TABLE ${entriesTable(version)}; DROP TABLE ${documentsTable(version)};`);
}
