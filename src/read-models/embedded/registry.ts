import type { Cursor } from '../../event-store/cursor.js';
import type { ProjectionState } from '../port.js';
import type { Database } from './database.js';
import type { CollectionVersion } from './layout.js';

/** A version of a collection as the file knows it. */
export interface Registered extends ProjectionState {
  readonly indexes: readonly string[];
}

type Row = [
  name: string,
  version: number,
  cursor: string | null,
  active: number,
  stopped: string | null,
  indexes: string,
];

const COLUMNS = 'name, version, cursor, active, stopped, indexes';

const registered = ([name, version, cursor, active, stopped, indexes]: Row): Registered => ({
  name,
  version,
  cursor: cursor as Cursor | null,
  active: active === 1,
  stopped: stopped === null ? null : (JSON.parse(stopped) as ProjectionState['stopped']),
  indexes: JSON.parse(indexes) as string[],
});

export const allRegistered = (database: Database): readonly Registered[] =>
  database.rows<Row>(`SELECT ${COLUMNS} FROM projection ORDER BY name, version`).map(registered);

export function findRegistered(database: Database, { name, version }: CollectionVersion): Registered | null {
  const [row] = database.rows<Row>(`SELECT ${COLUMNS} FROM projection WHERE name = ? AND version = ?`, name, version);
  return row ? registered(row) : null;
}

/** The version that queries are answered from. */
export function findActive(database: Database, name: string): Registered | null {
  const [row] = database.rows<Row>(`SELECT ${COLUMNS} FROM projection WHERE name = ? AND active = 1`, name);
  return row ? registered(row) : null;
}

export const stateOf = ({ name, version, cursor, active, stopped }: Registered): ProjectionState => ({
  name,
  version,
  cursor,
  active,
  stopped,
});
