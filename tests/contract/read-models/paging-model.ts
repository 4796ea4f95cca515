import type { Condition, KeyPart, PageRequest, Scan } from '../../../src/read-models/port.js';
import { flats, type Flat } from './flats.js';

/** The port's queries over an array: slow, obvious, and what every adapter must equal. */

const textOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const partOrder = (a: KeyPart, b: KeyPart): number =>
  typeof a === 'string' && typeof b === 'string' ? textOrder(a, b) : Number(a) - Number(b);

export function tupleOrder(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [n, part] of a.entries()) {
    const other = b[n];
    if (other === undefined) return 1;
    const order = partOrder(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const beginsWith = (parts: readonly KeyPart[], prefix: readonly KeyPart[]): boolean =>
  parts.length >= prefix.length && tupleOrder(parts.slice(0, prefix.length), prefix) === 0;

function fieldOf(flat: Flat, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name] ?? null, flat);
}

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function holds(flat: Flat, condition: Condition): boolean {
  const value = fieldOf(flat, condition.field);
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return condition.in.some((listed) => listed === value);
  if ('notIn' in condition) return !condition.notIn.some((listed) => listed === value);
  if ('exists' in condition) return (value !== null) === condition.exists;
  if ('includes' in condition) return Array.isArray(value) && value.includes(condition.includes);
  if (typeof value !== 'string') return false;
  if ('contains' in condition) return asciiLower(value).includes(asciiLower(condition.contains));
  return 'below' in condition ? textOrder(value, condition.below) < 0 : textOrder(value, condition.atLeast) >= 0;
}

export interface Entry {
  readonly parts: readonly KeyPart[];
  readonly flat: Flat;
}

const entryOrder = (a: Entry, b: Entry): number => tupleOrder(a.parts, b.parts) || textOrder(a.flat.id, b.flat.id);

/** All entries of the scan, in key order. */
export function scanned(documents: readonly Flat[], scan: Scan): Entry[] {
  const { prefix, above, below, where = [] } = scan;
  return documents
    .flatMap((flat) => {
      const entries = new Map((flats.indexes[scan.index]?.(flat) ?? []).map((parts) => [JSON.stringify(parts), parts]));
      return [...entries.values()].map((parts) => ({ parts, flat }));
    })
    .filter(({ parts }) => beginsWith(parts, prefix))
    .filter(({ parts }) => {
      if (!above?.length) return true;
      const bound = [...prefix, ...above];
      return !beginsWith(parts, bound) && tupleOrder(parts, bound) > 0;
    })
    .filter(({ parts }) => !below?.length || tupleOrder(parts, [...prefix, ...below]) < 0)
    .filter(({ flat }) => where.every((condition) => holds(flat, condition)))
    .sort(entryOrder);
}

/** The page of entries between two of them (exclusive), cut from one end. */
export function cut(
  entries: readonly Entry[],
  { limit, order }: Pick<PageRequest, 'limit' | 'order'>,
  after: Entry | null,
  before: Entry | null,
): { readonly rows: readonly Entry[]; readonly more: boolean } {
  const between = entries.filter(
    (entry) => (!after || entryOrder(entry, after) > 0) && (!before || entryOrder(entry, before) < 0),
  );
  const ordered = order === 'ascending' ? between : between.toReversed();
  return { rows: ordered.slice(0, limit), more: ordered.length > limit };
}
