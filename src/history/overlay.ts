import { fold } from '../../projections/runner/fold.js';
import type { StoredEvent } from '../event-store/port.js';
import { compareKeys } from '../read-models/embedded/keys.js';
import { openReadModelsInMemory } from '../read-models/embedded/open.js';
import {
  CollectionMissingError,
  type Collection,
  type Document,
  type Documents,
  type Page,
  type PageRequest,
  type ReadModelWriter,
  type Row,
  type Scan,
} from '../read-models/port.js';
import { KEPT } from './kept-collections.js';
import { markAfter } from './marks.js';
import { BEGINNING, type Block, type KeptHistory, type Mark } from './port.js';

/** The log holds an event that a read model cannot handle: no state behind it can be told. */
export class MomentUnreachableError extends Error {
  readonly code = 'MOMENT_UNREACHABLE';
  constructor(event: StoredEvent, options: ErrorOptions) {
    super(`The state behind the event ${event.id} (${event.type}) cannot be told.`, options);
    this.name = new.target.name;
  }
}

/** Documents of a moment: those at the end of a block, and over them what the events behind it made of some. */
export class Overlay implements Documents {
  readonly #changed: ReadModelWriter;
  /** By collection, which documents are told by what changed, also where they are gone. */
  readonly #hidden = new Map<string, Set<string>>();
  #end: Mark | null;

  private constructor(
    private readonly kept: KeptHistory,
    private readonly block: number,
    end: Mark | null,
  ) {
    this.#changed = openReadModelsInMemory();
    this.#end = end;
  }

  static async over(kept: KeptHistory, block: Block | null): Promise<Overlay> {
    const overlay = new Overlay(kept, block?.number ?? BEGINNING, block?.end ?? null);
    for (const projection of KEPT) {
      await overlay.#changed.prepare(projection);
      overlay.#hidden.set(projection.name, new Set());
    }
    return overlay;
  }

  /** Behind which event it stands; null at the beginning of the log. */
  get end(): Mark | null {
    return this.#end;
  }

  /** Goes on by the next events of the log. @throws MomentUnreachableError */
  async goOn(events: readonly StoredEvent[]): Promise<void> {
    const changes = [];
    for (const projection of KEPT) {
      const before = { load: (_: unknown, ids: readonly string[]) => this.getMany(projection, ids) };
      const { changes: changed, poison } = await fold(projection, events, before);
      if (poison) throw new MomentUnreachableError(poison.event, { cause: poison.error });
      changes.push(...changed);
    }
    await this.#changed.apply({ changes, moves: [] });
    for (const { collection, id } of changes) this.#hiddenOf(collection).add(id);
    this.#end = events.reduce(markAfter, this.#end);
  }

  async get<D extends Document>(collection: Collection<D>, id: string): Promise<D | null> {
    const [document = null] = await this.getMany(collection, [id]);
    return document;
  }

  async getMany<D extends Document>(collection: Collection<D>, ids: readonly string[]): Promise<readonly (D | null)[]> {
    const hidden = this.#hiddenOf(collection);
    const [changed, kept] = [ids.filter((id) => hidden.has(id)), ids.filter((id) => !hidden.has(id))];
    const found = new Map<string, D | null>();
    const take = (some: readonly string[], documents: readonly (Document | null)[]): void => {
      // Every document of a collection has the collection's shape.
      for (const [n, id] of some.entries()) found.set(id, (documents[n] ?? null) as D | null);
    };
    if (changed.length > 0) take(changed, await this.#changed.getMany(collection, changed));
    if (kept.length > 0) take(kept, await this.kept.getMany(collection, kept, this.block));
    return ids.map((id) => found.get(id) ?? null);
  }

  async page<D extends Document>(collection: Collection<D>, scan: Scan, request: PageRequest): Promise<Page<D>> {
    const without = [...this.#hiddenOf(collection)];
    const changed = await this.#changed.page(collection, scan, request);
    const kept = await this.kept.page(collection, scan, { ...request, without }, this.block);
    const sign = request.order === 'ascending' ? 1 : -1;
    const rows = [...changed.rows, ...(kept.rows as readonly Row<D>[])].sort(
      (a, b) => sign * compareKeys(a.key, b.key),
    );
    return { rows: rows.slice(0, request.limit), more: rows.length > request.limit || changed.more || kept.more };
  }

  async count<D extends Document>(collection: Collection<D>, scan: Scan): Promise<number> {
    const without = [...this.#hiddenOf(collection)];
    const changed = await this.#changed.count(collection, scan);
    return changed + (await this.kept.count(collection, { ...scan, without }, this.block));
  }

  close(): Promise<void> {
    return this.#changed.close();
  }

  #hiddenOf({ name }: Pick<Collection, 'name'>): Set<string> {
    const hidden = this.#hidden.get(name);
    if (!hidden) throw new CollectionMissingError(name);
    return hidden;
  }
}
