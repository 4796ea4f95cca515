import type { Collection, Document } from '../port.js';
import { entryKey } from './keys.js';
import { indexesOf } from './layout.js';

/** Where a document stands, and what it says there. */
export interface Place {
  readonly row: number;
  readonly before: Document | null;
}

/** What a change of documents makes of the entries of their indexes; what stays is in neither. */
export interface EntryChanges {
  readonly gone: readonly (readonly [position: number, key: string])[];
  readonly added: readonly (readonly [position: number, key: string, row: number])[];
}

/** @param places of all documents that are there before or after the change */
export function entryChanges(
  collection: Collection,
  changes: ReadonlyMap<string, Document | null>,
  places: ReadonlyMap<string, Place>,
): EntryChanges {
  const gone: [position: number, key: string][] = [];
  const added: [position: number, key: string, row: number][] = [];
  for (const [position, index] of indexesOf(collection).entries()) {
    const keysOf = (id: string, document: Document | null): Set<string> =>
      new Set(document && collection.indexes[index]?.(document).map((parts) => entryKey(parts, id)));
    for (const [id, document] of changes) {
      const place = places.get(id);
      if (!place) continue;
      const before = keysOf(id, place.before);
      const after = keysOf(id, document);
      for (const key of before) if (!after.has(key)) gone.push([position, key]);
      for (const key of after) if (!before.has(key)) added.push([position, key, place.row]);
    }
  }
  return { gone, added };
}
