import { Kind, type FragmentDefinitionNode, type SelectionSetNode, type ValidationRule } from 'graphql';
import { limitError } from './limit-error.js';

/** Refuses operations whose fields are nested deeper than `most`; a fragment counts where it is spread. */
export const depthLimit =
  (most: number): ValidationRule =>
  (context) => {
    const depths = new Map<string, number>();
    return {
      OperationDefinition(operation) {
        const depth = depthOf(operation.selectionSet);
        if (depth <= most) return;
        const messages = {
          en: `Fields may be nested ${most} deep; here they are ${depth} deep.`,
          zh: `字段最多嵌套 ${most} 层,此处为 ${depth} 层。`,
        };
        context.reportError(limitError(messages, operation));
      },
    };

    function depthOf({ selections }: SelectionSetNode): number {
      let deepest = 0;
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0));
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          deepest = Math.max(deepest, depthOf(selection.selectionSet));
        } else {
          deepest = Math.max(deepest, depthOfFragment(context.getFragment(selection.name.value)));
        }
      }
      return deepest;
    }

    /** Each fragment is measured once. One that contains itself is refused by another rule. */
    function depthOfFragment(fragment: FragmentDefinitionNode | null | undefined): number {
      if (!fragment) return 0;
      const name = fragment.name.value;
      const known = depths.get(name);
      if (known !== undefined) return known;
      depths.set(name, 0);
      const depth = depthOf(fragment.selectionSet);
      depths.set(name, depth);
      return depth;
    }
  };
