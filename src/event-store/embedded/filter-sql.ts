import type { EventFilter } from '../port.js';

export interface FilterSql {
  /** A condition on `event`, to be joined with AND. */
  readonly condition: string;
  readonly parameters: readonly string[];
}

const NOTHING: FilterSql = { condition: '0', parameters: [] };

/** The filter as a condition that is tested while the log is scanned in its own order. */
export function filterSql({ streamPrefixes, types }: EventFilter): FilterSql {
  const conditions: string[] = [];
  const parameters: string[] = [];
  if (streamPrefixes !== undefined) {
    if (streamPrefixes.length === 0) return NOTHING;
    conditions.push(`(${streamPrefixes.map(() => 'substr(stream, 1, ?) = ?').join(' OR ')})`);
    for (const prefix of streamPrefixes) parameters.push(String(prefix.length), prefix);
  }
  if (types !== undefined) {
    if (types.length === 0) return NOTHING;
    conditions.push(`type IN (${types.map(() => '?').join(', ')})`);
    parameters.push(...types);
  }
  return { condition: conditions.length === 0 ? '1' : conditions.join(' AND '), parameters };
}
