import { Kind, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';
import { limitError } from './limit-error.js';

/** Refuses selections that ask for one field under more than `most` names, fragments included. */
export const aliasLimit =
  (most: number): ValidationRule =>
  (context) => ({
    SelectionSet(selectionSet) {
      for (const [field, names] of namesOf(context, selectionSet)) {
        if (names.size <= most) continue;
        const messages = {
          en: `One selection may ask for ${field} ${most} times; here it does ${names.size} times.`,
          zh: `同一选择集中最多可请求 ${field} ${most} 次,此处为 ${names.size} 次。`,
        };
        context.reportError(limitError(messages, selectionSet));
      }
    },
  });

/** For each field the names under which its value appears in the response. */
function namesOf(context: ValidationContext, root: SelectionSetNode): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field = selection.name.value;
        const known = names.get(field) ?? new Set();
        names.set(field, known.add(selection.alias?.value ?? field));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = context.getFragment(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  collect(root);
  return names;
}
