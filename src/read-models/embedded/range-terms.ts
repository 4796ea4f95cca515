import { IndexMissingError, type PageRequest, type Scan } from '../port.js';
import { compile, type Bind } from './conditions.js';
import { rangeOf } from './keys.js';

export type RangeEdges = Pick<PageRequest, 'after' | 'before'>;

/** Terms of a statement, all of which must hold, and the values in them. */
export interface Terms {
  readonly terms: readonly string[];
  readonly bind: readonly Bind[];
}

/**
 * What must hold of the entries `i` of an index within a scan's range, and of their documents `d`. Nothing is said of
 * `d` where the scan has no conditions.
 *
 * @throws IndexMissingError
 */
export function rangeTerms(
  { name, indexes }: { readonly name: string; readonly indexes: readonly string[] },
  scan: Scan,
  { after, before }: RangeEdges,
): Terms {
  const position = indexes.indexOf(scan.index);
  if (position < 0) throw new IndexMissingError(name, scan.index);
  const { lower, upper } = rangeOf(scan, after, before);
  const terms = ['i.position = ?'];
  const bind: Bind[] = [position];
  if (lower) {
    terms.push(`i.key ${lower.inclusive ? '>=' : '>'} ?`);
    bind.push(lower.key);
  }
  if (upper) {
    terms.push(`i.key ${upper.inclusive ? '<=' : '<'} ?`);
    bind.push(upper.key);
  }
  const conditions = conditionTerms(scan.where);
  return { terms: [...terms, ...conditions.terms], bind: [...bind, ...conditions.bind] };
}

/** What must hold of documents `d`. */
export function conditionTerms(where: Scan['where'] = []): Terms {
  const conditions = where.map(compile);
  return { terms: conditions.map(({ sql }) => `(${sql})`), bind: conditions.flatMap(({ bind }) => bind) };
}
