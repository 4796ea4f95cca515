import { isAbstractType, printSchema, type GraphQLSchema } from 'graphql';

/** What is committed beside the schema's code, by file name. */
export function emittedFiles(schema: GraphQLSchema): Readonly<Record<string, string>> {
  return {
    'schema.graphql': `${printSchema(schema)}\n`,
    'possibleTypes.json': `${JSON.stringify(possibleTypes(schema), null, 2)}\n`,
  };
}

/** Members of every union and interface: client caches need them for `... on UserError`. */
function possibleTypes(schema: GraphQLSchema): Readonly<Record<string, readonly string[]>> {
  const abstractTypes = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstractTypes
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
