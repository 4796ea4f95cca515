import type { Bind } from '../../read-models/embedded/conditions.js';
import type { Database } from '../../read-models/embedded/database.js';
import { indexesOf } from '../../read-models/embedded/layout.js';
import { conditionTerms, rangeTerms, type RangeEdges } from '../../read-models/embedded/range-terms.js';
import { promised } from '../../read-models/embedded/reader.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Collection, Document, Page, PageRequest, Scan } from '../../read-models/port.js';
import type { Block, Hidden, KeptHistory } from '../port.js';
import { entriesTable, idsTable, versionsTable } from './layout.js';

type BlockRow = [number: number, cursor: string, occurredAt: string, commandId: string, latest: string, events: number];

const BLOCK = 'SELECT number, cursor, occurred_at, command_id, latest, events FROM block';

/** The file of kept history, to read. Every answer is one statement. */
export class EmbeddedHistory implements KeptHistory {
  constructor(protected readonly database: Database) {}

  lastBlock(): Promise<Block | null> {
    return this.#block(`${BLOCK} ORDER BY number DESC LIMIT 1`);
  }

  lastBlockUpTo(cursor: Cursor): Promise<Block | null> {
    return this.#block(`${BLOCK} WHERE cursor <= ? ORDER BY cursor DESC LIMIT 1`, cursor);
  }

  lastBlockUntil(time: string): Promise<Block | null> {
    return this.#block(`${BLOCK} WHERE latest <= ? ORDER BY latest DESC, number DESC LIMIT 1`, time);
  }

  getMany(collection: Collection, ids: readonly string[], block: number): Promise<readonly (Document | null)[]> {
    return promised(() => {
      const rows = this.database.rows<[id: string, document: string | null]>(
        `SELECT o.id, json(d.document) FROM ${idsTable(collection)} o CROSS JOIN ${versionsTable(collection)} d
         ON d.version = ${versionAt(collection, 'o')} WHERE o.id IN (SELECT value FROM json_each(?))`,
        block,
        JSON.stringify(ids),
      );
      const found = new Map(rows.map(([id, document]) => [id, parsed(document)]));
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  page(
    collection: Collection,
    scan: Scan,
    { limit, order, without, ...edges }: PageRequest & Hidden,
    block: number,
  ): Promise<Page<Document>> {
    return promised(() => {
      const { terms, bind } = entriesAt(collection, { ...scan, without }, edges, block);
      const found = this.database.rows<[key: string, id: string, document: string]>(
        `SELECT i.key, o.id, json(d.document) FROM ${entriesTable(collection)} i
         ${joinedVersion(collection)} CROSS JOIN ${idsTable(collection)} o ON o.row = i.row
         WHERE ${terms} ORDER BY i.key ${order === 'ascending' ? 'ASC' : 'DESC'} LIMIT ?`,
        block,
        ...bind,
        // One more than asked for tells whether the range goes on.
        limit + 1,
      );
      const rows = found
        .slice(0, limit)
        .map(([key, id, document]) => ({ key, id, document: JSON.parse(document) as Document }));
      return { rows, more: found.length > limit };
    });
  }

  count(collection: Collection, scan: Scan & Hidden, block: number): Promise<number> {
    return promised(() => {
      // Entries alone can be counted without a look at their documents.
      const isPlain = (scan.where ?? []).length === 0;
      const { sql, bind } = isPlain
        ? countOfEntries(collection, scan, block)
        : scan.prefix.length === 0
          ? countInAll(collection, scan, block)
          : countInRange(collection, scan, block);
      return this.database.rows<[number]>(sql, ...bind)[0]?.[0] ?? 0;
    });
  }

  close(): Promise<void> {
    return promised(() => this.database.close());
  }

  #block(sql: string, ...bind: Bind[]): Promise<Block | null> {
    return promised(() => {
      const [row] = this.database.rows<BlockRow>(sql, ...bind);
      if (!row) return null;
      const [number, cursor, occurredAt, commandId, latest, events] = row;
      return { number, end: { cursor: cursor as Cursor, occurredAt, commandId, latest }, events };
    });
  }
}

const parsed = (document: string | null): Document | null =>
  document === null ? null : (JSON.parse(document) as Document);

/** The version that holds at a block, for the document whose row the alias has. */
const versionAt = (collection: Collection, alias: string): string =>
  `(SELECT version FROM ${versionsTable(collection)}
    WHERE row = ${alias}.row AND since <= ? ORDER BY since DESC LIMIT 1)`;

/** CROSS JOIN: the index leads, whatever the planner guesses. */
const joinedVersion = (collection: Collection): string =>
  `CROSS JOIN ${versionsTable(collection)} d ON d.version = ${versionAt(collection, 'i')}`;

interface Statement {
  readonly sql: string;
  readonly bind: readonly Bind[];
}

function countOfEntries(collection: Collection, scan: Scan & Hidden, block: number): Statement {
  const { terms, bind } = entriesAt(collection, scan, {}, block);
  return { sql: `SELECT count(*) FROM ${entriesTable(collection)} i WHERE ${terms}`, bind };
}

/** Looks from each entry at its document: for ranges that are small beside the whole. */
function countInRange(collection: Collection, scan: Scan & Hidden, block: number): Statement {
  const { terms, bind } = entriesAt(collection, scan, {}, block);
  const from = `${entriesTable(collection)} i ${joinedVersion(collection)}`;
  return { sql: `SELECT count(*) FROM ${from} WHERE ${terms}`, bind: [block, ...bind] };
}

/** Looks through all documents of the moment in the order in which they lie in the file, then through the entries. */
function countInAll(collection: Collection, { where, ...scan }: Scan & Hidden, block: number): Statement {
  const entries = countOfEntries(collection, scan, block);
  const conditions = conditionTerms(where);
  const versions = versionsTable(collection);
  const holding = `SELECT version FROM (SELECT version, max(since) FROM ${versions} WHERE since <= ? GROUP BY row)`;
  const matching = `SELECT d.row FROM ${versions} d WHERE d.version IN (${holding}) AND ${conditions.terms.join(' AND ')}`;
  return { sql: `${entries.sql} AND i.row IN (${matching})`, bind: [...entries.bind, block, ...conditions.bind] };
}

function entriesAt(
  collection: Collection,
  { without, ...scan }: Scan & Hidden,
  edges: RangeEdges,
  block: number,
): { readonly terms: string; readonly bind: readonly Bind[] } {
  const { name } = collection;
  const range = rangeTerms({ name, indexes: indexesOf(collection) }, scan, edges);
  const terms = [...range.terms, 'i.since <= ?', 'i.until > ?'];
  const bind: Bind[] = [...range.bind, block, block];
  if (without.length > 0) {
    terms.push(
      `i.row NOT IN (SELECT h.row FROM ${idsTable(collection)} h WHERE h.id IN (SELECT value FROM json_each(?)))`,
    );
    bind.push(JSON.stringify(without));
  }
  return { terms: terms.join(' AND '), bind };
}
