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
  for (const condition of (scan.where ?? []).map(compile)) {
    terms.push(`(${condition.sql})`);
    bind.push(...condition.bind);
  }
  return { terms, bind };
}
