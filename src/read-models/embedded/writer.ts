import {
  CollectionMissingError,
  ProjectionMovedError,
  type Collection,
  type Document,
  type DocumentChange,
  type ProjectionState,
  type ProjectionStep,
  type ReadModelWriter,
} from '../port.js';
import { placesOf, writeChanges } from './changes.js';
import type { Place } from './entry-changes.js';
import { IndexesChangedError } from './errors.js';
import { createTables, dropTables, indexesOf, type CollectionVersion } from './layout.js';
import { EmbeddedReadModels, promised } from './reader.js';
import { allRegistered, findActive, findRegistered, stateOf, type Registered } from './registry.js';

/** Feeds the file of read models. Callers hold the folder's lock (`lockReadModels`) where several processes may come. */
export class EmbeddedReadModelWriter extends EmbeddedReadModels implements ReadModelWriter {
  readonly #prepared = new Map<string, Collection>();
  /** Whether something was written since the last rest. */
  #isUntidy = false;
  /**
   * What was loaded since the last step, by collection: the next step, which most likely writes these documents, need
   * not look for them again. Nobody else can have written them, or the projections would have been moved; it is
   * forgotten where a runner begins anew.
   */
  readonly #loaded = new Map<string, Map<string, Place | null>>();

  prepare(collection: Collection): Promise<ProjectionState> {
    return promised(() => {
      const { name, version } = collection;
      const indexes = indexesOf(collection);
      this.#loaded.clear();
      const state = this.database.transaction(() => {
        const known = findRegistered(this.database, collection);
        if (known) return known;
        createTables(this.database, collection);
        const active = findActive(this.database, name) === null;
        this.database.run(
          'INSERT INTO projection (name, version, cursor, active, stopped, indexes) VALUES (?, ?, NULL, ?, NULL, ?)',
          name,
          version,
          active ? 1 : 0,
          JSON.stringify(indexes),
        );
        return { name, version, cursor: null, active, stopped: null, indexes };
      });
      if (state.indexes.join() !== indexes.join()) throw new IndexesChangedError(name, version);
      this.#prepared.set(keyOf(collection), collection);
      return stateOf(state);
    });
  }

  load(collection: CollectionVersion, ids: readonly string[]): Promise<readonly (Document | null)[]> {
    return promised(() => {
      const found = placesOf(this.database, collection, ids);
      const loaded = this.#loadedOf(collection);
      for (const id of ids) loaded.set(id, found.get(id) ?? null);
      return ids.map((id) => found.get(id)?.before ?? null);
    });
  }

  apply({ changes, moves }: ProjectionStep): Promise<void> {
    return promised(() => {
      for (const { collection, id, isNew } of changes) if (isNew) this.#loadedOf(collection).set(id, null);
      const loaded = new Map(this.#loaded);
      this.#loaded.clear();
      this.#isUntidy = true;
      this.database.transaction(() => {
        this.#move(moves);
        for (const [version, ofVersion] of byCollection(changes)) {
          const collection = this.#prepared.get(version);
          if (!collection) throw new CollectionMissingError(version);
          writeChanges(this.database, collection, ofVersion, loaded.get(version) ?? new Map());
        }
      });
    });
  }

  rest(): Promise<void> {
    return promised(() => {
      if (!this.#isUntidy) return;
      this.#isUntidy = false;
      this.database.tidy();
    });
  }

  activate(collection: CollectionVersion): Promise<void> {
    return promised(() => {
      this.database.transaction(() => {
        this.#registered(collection);
        for (const other of allRegistered(this.database)) {
          if (other.name !== collection.name || other.version === collection.version) continue;
          dropTables(this.database, other);
          this.database.run('DELETE FROM projection WHERE name = ? AND version = ?', other.name, other.version);
        }
        this.database.run(
          'UPDATE projection SET active = 1 WHERE name = ? AND version = ?',
          collection.name,
          collection.version,
        );
      });
      this.#loaded.clear();
      this.forgetActive();
    });
  }

  reset(collection: CollectionVersion): Promise<void> {
    return promised(() => {
      this.database.transaction(() => {
        this.#registered(collection);
        dropTables(this.database, collection);
        createTables(this.database, collection);
        this.database.run(
          'UPDATE projection SET cursor = NULL, stopped = NULL WHERE name = ? AND version = ?',
          collection.name,
          collection.version,
        );
      });
      this.#loaded.clear();
      this.forgetActive();
    });
  }

  markStopped(collection: CollectionVersion, stopped: ProjectionState['stopped']): Promise<void> {
    return promised(() => {
      this.#registered(collection);
      this.database.run(
        'UPDATE projection SET stopped = ? WHERE name = ? AND version = ?',
        stopped && JSON.stringify(stopped),
        collection.name,
        collection.version,
      );
    });
  }

  #loadedOf(collection: CollectionVersion): Map<string, Place | null> {
    const loaded = this.#loaded.get(keyOf(collection)) ?? new Map<string, Place | null>();
    this.#loaded.set(keyOf(collection), loaded);
    return loaded;
  }

  #move(moves: ProjectionStep['moves']): void {
    for (const { projection, from, to } of moves) {
      const moved = this.database.run(
        'UPDATE projection SET cursor = ? WHERE name = ? AND version = ? AND cursor IS ?',
        to,
        projection.name,
        projection.version,
        from,
      );
      if (moved !== 1) throw new ProjectionMovedError(projection.name);
    }
  }

  #registered(collection: CollectionVersion): Registered {
    const registered = findRegistered(this.database, collection);
    if (!registered) throw new CollectionMissingError(keyOf(collection));
    return registered;
  }
}

const keyOf = ({ name, version }: CollectionVersion): string => `${name} version ${version}`;

/** The last change of a document counts. */
function byCollection(changes: readonly DocumentChange[]): Map<string, Map<string, Document | null>> {
  const result = new Map<string, Map<string, Document | null>>();
  for (const { collection, id, document } of changes) {
    const key = keyOf(collection);
    const ofCollection = result.get(key) ?? new Map<string, Document | null>();
    ofCollection.set(id, document);
    result.set(key, ofCollection);
  }
  return result;
}
