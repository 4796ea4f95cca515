import {
  getNamedType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../../../application/queries/page-request.js';
import { limitError } from './limit-error.js';
import { fieldsOf } from './fields-of.js';

/** Counting stops here, so that sums stay exact whatever is multiplied. */
const COUNTED = 1_000_000_000;

/**
 * Refuses operations that may be answered with more than `most` fields: fragments count wherever they are spread, and
 * what is inside a connection as often as its page has entries.
 */
export const sizeLimit =
  (most: number): ValidationRule =>
  (context) => {
    const connections = new Set<FieldNode>();
    return {
      Field(field) {
        const type = context.getFieldDef()?.type;
        if (type && getNamedType(type).name.endsWith('Connection')) connections.add(field);
      },
      // When all types are known.
      Document: {
        leave(document) {
          const sizeOf = measure(context, connections);
          for (const operation of operationsOf(document)) {
            const size = sizeOf(operation.selectionSet);
            if (size > most) context.reportError(limitError(messagesOf(most, size), operation));
          }
        },
      },
    };
  };

/** Each selection is measured once. One that contains itself is refused by another rule. */
function measure(context: ValidationContext, connections: ReadonlySet<FieldNode>): (of: SelectionSetNode) => number {
  const sizes = new Map<SelectionSetNode, number>();
  const sizeOf = (selectionSet: SelectionSetNode): number => {
    const known = sizes.get(selectionSet);
    if (known !== undefined) return known;
    sizes.set(selectionSet, 0);
    let size = 0;
    for (const field of fieldsOf(context, selectionSet)) {
      const inside = field.selectionSet ? sizeOf(field.selectionSet) : 0;
      size += 1 + (connections.has(field) ? entriesOf(field) : 1) * inside;
    }
    size = Math.min(size, COUNTED);
    sizes.set(selectionSet, size);
    return size;
  };
  return sizeOf;
}

/** How many entries a page may have. */
function entriesOf({ arguments: given = [] }: FieldNode): number {
  const sizes = given
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => {
      // A variable may be given any value, whatever its default.
      if (value.kind === Kind.VARIABLE) return LARGEST_PAGE;
      // A size out of bounds is refused when the page is read; null asks for the default.
      return value.kind === Kind.INT ? Math.min(Math.max(Number(value.value), 1), LARGEST_PAGE) : DEFAULT_PAGE;
    });
  return sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE;
}

const operationsOf = ({ definitions }: DocumentNode): readonly OperationDefinitionNode[] =>
  definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

function messagesOf(most: number, size: number) {
  const [limit, counted] = [most.toLocaleString('en'), size.toLocaleString('en')];
  const isCut = size === COUNTED;
  return {
    en: `An operation may ask for ${limit} fields, with fragments and pages expanded; this one asks for ${isCut ? 'at least ' : ''}${counted}. Ask for smaller pages (first, last) or fewer fields.`,
    zh: `展开片段与分页后,一次操作最多可请求 ${limit} 个字段,此处${isCut ? '至少' : ''}为 ${counted} 个。请减小每页条数(first、last)或减少字段。`,
  };
}
