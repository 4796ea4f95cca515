import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { post } from './wire.js';

export type Root = 'query' | 'mutation' | 'subscription';

/** The schema as the running server tells it. */
export async function schemaOf(url: string, token: string): Promise<GraphQLSchema> {
  const { body } = await post(url, { query: getIntrospectionQuery({ oneOf: true }) }, { token });
  return buildClientSchema(body?.data as unknown as IntrospectionQuery);
}

export function rootFields(schema: GraphQLSchema, root: Root): readonly string[] {
  return Object.keys(rootType(schema, root).getFields());
}

export function rootType(schema: GraphQLSchema, root: Root): GraphQLObjectType {
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const type = types[root];
  if (!type) throw new Error(`The schema has no ${root} type.`);
  return type;
}

const LEVELS = 4;
const TOKENS = 2_000;

/** An operation on one root field that takes these arguments as variables and selects all that the limits allow. */
export function fullOperation(
  schema: GraphQLSchema,
  root: Root,
  field: string,
  args: readonly string[],
  selection?: string,
): string {
  const definition = rootType(schema, root).getFields()[field];
  if (!definition) throw new Error(`There is no ${root} ${field}.`);
  const types = new Map(definition.args.map(({ name, type }) => [name, String(type)]));
  const variables = args.map((name) => `$${name}: ${types.get(name) ?? 'Unknown'}`).join(', ');
  const given = args.map((name) => `${name}: $${name}`).join(', ');
  const head = `${root} ${args.length > 0 ? `(${variables})` : ''} { ${field}${args.length > 0 ? `(${given})` : ''} `;
  if (selection !== undefined) return `${head} { ${selection} } }`;
  for (let levels = LEVELS; levels > 0; levels -= 1) {
    const document = `${head} ${fullSelection(getNamedType(definition.type), levels)} }`;
    if (tokensOf(document) <= TOKENS) return document;
  }
  throw new Error(`Nothing of ${field} can be selected.`);
}

const tokensOf = (document: string): number => {
  let count = 0;
  for (let token = parse(document).loc?.startToken; token; token = token.next ?? undefined) count += 1;
  return count;
};

/** Every field down to a level, except those that need arguments. Members of a union get names of their own. */
export function fullSelection(type: GraphQLNamedOutputType, levels: number): string {
  if (isLeafType(type)) return '';
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => `... on ${member.name} { ${fieldsOf(member, levels, true)} }`);
    return `{ __typename ${members.join(' ')} }`;
  }
  return isObjectType(type) ? `{ __typename ${fieldsOf(type, levels, false)} }` : '{ __typename }';
}

function fieldsOf(type: GraphQLObjectType, levels: number, named: boolean): string {
  return Object.values(type.getFields())
    .filter(({ type: of, args }) => !args.some(isRequiredArgument) && (levels > 1 || isLeafType(getNamedType(of))))
    .map((field) => {
      const name = named ? `${type.name}_${field.name}: ${field.name}` : field.name;
      return `${name} ${fullSelection(getNamedType(field.type), levels - 1)}`;
    })
    .join(' ');
}
