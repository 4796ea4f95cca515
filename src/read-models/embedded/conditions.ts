import type { Condition } from '../port.js';

export type Bind = string | number | null;

export interface SqlCondition {
  readonly sql: string;
  readonly bind: readonly Bind[];
}

const pathOf = (field: string): string =>
  `$${field
    .split('.')
    .map((name) => `."${name}"`)
    .join('')}`;
const VALUE = 'json_extract(d.document, ?)';
const TYPE = 'json_type(d.document, ?)';
const listed = (values: readonly (string | number)[]): string => JSON.stringify(values);

/** The condition as SQL over the document's JSON. Values are bound, never written into the statement. */
export function compile(condition: Condition): SqlCondition {
  const path = pathOf(condition.field);
  if ('is' in condition) {
    if (condition.is === null) return { sql: `${VALUE} IS NULL`, bind: [path] };
    // json_extract tells booleans as numbers, which they must not be mixed up with.
    if (typeof condition.is === 'boolean') return { sql: `${TYPE} IS ?`, bind: [path, String(condition.is)] };
    return {
      sql: `${VALUE} = ? AND ${TYPE} NOT IN ('true', 'false')`,
      bind: [path, condition.is, path],
    };
  }
  if ('in' in condition) {
    return {
      sql: `${VALUE} IN (SELECT value FROM json_each(?)) AND ${TYPE} NOT IN ('true', 'false')`,
      bind: [path, listed(condition.in), path],
    };
  }
  if ('notIn' in condition) {
    return {
      sql: `(${VALUE} IS NULL OR ${VALUE} NOT IN (SELECT value FROM json_each(?)))`,
      bind: [path, path, listed(condition.notIn)],
    };
  }
  if ('contains' in condition) {
    return {
      sql: `${TYPE} = 'text' AND instr(lower(${VALUE}), lower(?)) > 0`,
      bind: [path, path, condition.contains],
    };
  }
  if ('includes' in condition) {
    const each = "SELECT 1 FROM json_each(d.document, ?) WHERE value = ? AND type = 'text'";
    return { sql: `${TYPE} = 'array' AND EXISTS (${each})`, bind: [path, path, condition.includes] };
  }
  if ('exists' in condition) {
    return { sql: `${VALUE} IS ${condition.exists ? 'NOT NULL' : 'NULL'}`, bind: [path] };
  }
  const [operator, limit] = 'below' in condition ? ['<', condition.below] : ['>=', condition.atLeast];
  return { sql: `${TYPE} = 'text' AND ${VALUE} ${operator} ?`, bind: [path, path, limit] };
}
