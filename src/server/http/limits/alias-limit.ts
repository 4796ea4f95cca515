import type { SelectionSetNode, ValidationContext, ValidationRule } from 'graphql';
import { fieldsOf } from './fields-of.js';
import { limitError } from './limit-error.js';

/**
 * Refuses selections that ask for one field under more than `most` names, fragments included.
 *
 * @param fewer for single fields, e.g. `Query.history`
 */
export const aliasLimit =
  (most: number, fewer: Readonly<Record<string, number>> = {}): ValidationRule =>
  (context) => ({
    SelectionSet(selectionSet) {
      const parent = context.getParentType()?.name ?? '';
      for (const [field, names] of namesOf(context, selectionSet)) {
        const limit = fewer[`${parent}.${field}`] ?? most;
        if (names.size <= limit) continue;
        const messages = {
          en: `One selection may ask for ${field} ${limit} times; here it does ${names.size} times.`,
          zh: `同一选择集中最多可请求 ${field} ${limit} 次,此处为 ${names.size} 次。`,
        };
        context.reportError(limitError(messages, selectionSet));
      }
    },
  });

/** For each field the names under which its value appears in the response. */
function namesOf(context: ValidationContext, root: SelectionSetNode): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { name, alias } of fieldsOf(context, root)) {
    const known = names.get(name.value) ?? new Set();
    names.set(name.value, known.add(alias?.value ?? name.value));
  }
  return names;
}
