import {
  CollectionMissingError,
  IndexMissingError,
  type Collection,
  type Document,
  type Page,
  type PageRequest,
  type ProjectionState,
  type ReadModels,
  type Scan,
} from '../port.js';
import type { Bind } from './conditions.js';
import type { Database } from './database.js';
import { documentsTable, entriesTable } from './layout.js';
import { rangeTerms, type RangeEdges } from './range-terms.js';
import { allRegistered, findActive, stateOf, type Registered } from './registry.js';

/** The work as a promise, also where it throws at once. */
export const promised = <Result>(work: () => Result): Promise<Result> =>
  new Promise((resolve) => {
    resolve(work());
  });

interface Selection {
  readonly sql: string;
  readonly bind: readonly Bind[];
}

/** Queries over the file of read models. Every answer is one statement, hence one consistent state. */
export class EmbeddedReadModels implements ReadModels {
  readonly #active = new Map<string, Registered>();

  constructor(protected readonly database: Database) {}

  async get<D extends Document>(collection: Collection<D>, id: string): Promise<D | null> {
    const [document = null] = await this.getMany(collection, [id]);
    return document;
  }

  getMany<D extends Document>(collection: Collection<D>, ids: readonly string[]): Promise<readonly (D | null)[]> {
    return promised(() =>
      this.#ofActive(collection.name, (active) => documentsOf(this.database, active, ids) as (D | null)[]),
    );
  }

  page<D extends Document>(collection: Collection<D>, scan: Scan, request: PageRequest): Promise<Page<D>> {
    return promised(() =>
      this.#ofActive(collection.name, (active) => {
        const { sql, bind } = selection(active, scan, request);
        const direction = request.order === 'ascending' ? 'ASC' : 'DESC';
        // One more than asked for tells whether the range goes on.
        const found = this.database.rows<[key: string, id: string, document: string]>(
          `SELECT i.key, d.id, d.document ${sql} ORDER BY i.key ${direction} LIMIT ?`,
          ...bind,
          request.limit + 1,
        );
        const rows = found
          .slice(0, request.limit)
          .map(([key, id, document]) => ({ key, id, document: JSON.parse(document) as D }));
        return { rows, more: found.length > request.limit };
      }),
    );
  }

  count<D extends Document>(collection: Collection<D>, scan: Scan): Promise<number> {
    return promised(() =>
      this.#ofActive(collection.name, (active) => {
        const { sql, bind } = selection(active, scan, {});
        return this.database.rows<[number]>(`SELECT count(*) ${sql}`, ...bind)[0]?.[0] ?? 0;
      }),
    );
  }

  projections(): Promise<readonly ProjectionState[]> {
    return promised(() => allRegistered(this.database).map(stateOf));
  }

  close(): Promise<void> {
    return promised(() => this.database.close());
  }

  /** Which version is active may have changed in another process. */
  protected forgetActive(): void {
    this.#active.clear();
    this.database.forgetStatements();
  }

  /**
   * Answers from the active version. A swap drops the tables of the one before, so that a version remembered for too
   * long is noticed by its missing table and looked up again.
   */
  #ofActive<Result>(name: string, query: (active: Registered) => Result): Result {
    const remembered = this.#active.get(name);
    if (remembered) {
      try {
        return query(remembered);
      } catch (error) {
        if (!isMissingTable(error) && !(error instanceof IndexMissingError)) throw error;
        this.forgetActive();
      }
    }
    const active = findActive(this.database, name);
    if (!active) throw new CollectionMissingError(name);
    this.#active.set(name, active);
    return query(active);
  }
}

const isMissingTable = (error: unknown): boolean => error instanceof Error && error.message.includes('no such table');

function documentsOf(
  database: Database,
  version: { readonly name: string; readonly version: number },
  ids: readonly string[],
): (Document | null)[] {
  const found = new Map(
    database.rows<[id: string, document: string]>(
      `SELECT id, document FROM ${documentsTable(version)} WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    ),
  );
  return ids.map((id) => {
    const document = found.get(id);
    return document === undefined ? null : (JSON.parse(document) as Document);
  });
}

function selection(active: Registered, scan: Scan, edges: RangeEdges): Selection {
  const { terms, bind } = rangeTerms(active, scan, edges);
  // CROSS JOIN: the index leads, whatever the planner guesses.
  const from = `FROM ${entriesTable(active)} i CROSS JOIN ${documentsTable(active)} d ON d.row = i.row`;
  return { sql: `${from} WHERE ${terms.join(' AND ')}`, bind };
}
