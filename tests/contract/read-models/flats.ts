import { formatCursor, type Cursor } from '../../../src/event-store/cursor.js';
import type { Collection, Document, DocumentChange, ProjectionStep } from '../../../src/read-models/port.js';

/** What the contract's tests keep: flats of a house, listed by floor, by each tag and by whether they are let. */
export type Flat = Readonly<{
  id: string;
  floor: string;
  tags: readonly string[];
  let: boolean;
  size: number | null;
  tenant: Readonly<{ name: string | null }>;
}>;

export const flats: Collection<Flat> = {
  name: 'flats',
  version: 1,
  indexes: {
    byFloor: (flat) => [[flat.floor]],
    byTag: (flat) => flat.tags.map((tag) => [tag, flat.floor]),
    byLet: (flat) => [[flat.let, flat.id]],
  },
};

export const flat = (id: string, facts: Partial<Flat> = {}): Flat => ({
  id,
  floor: '1',
  tags: [],
  let: false,
  size: null,
  tenant: { name: null },
  ...facts,
});

export const at = (position: number): Cursor =>
  formatCursor({ installation: 'a'.repeat(16), epoch: 1, position: BigInt(position), subIndex: 0 });

export const put = (
  document: Document & { readonly id: string },
  collection: Pick<Collection, 'name' | 'version'> = flats,
): DocumentChange => ({ collection, id: document.id, document });

export const remove = (id: string): DocumentChange => ({ collection: flats, id, document: null });

export const step = (
  changes: readonly DocumentChange[],
  from: Cursor | null,
  to: Cursor,
  projection: Pick<Collection, 'name' | 'version'> = flats,
): ProjectionStep => ({ changes, moves: [{ projection, from, to }] });
