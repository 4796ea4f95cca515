import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, parse, specifiedRules, validate, type GraphQLSchema } from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { buildGongxiangSchema } from '../../../schema/build.js';
import { WHO_MAY } from '../../../schema/access/who-may.js';
import { limitRules } from '../../../src/server/http/limits/limits.js';

const FOLDER = join(process.cwd(), 'schema', 'operations');
const all = Object.entries(WHO_MAY).flatMap(([root, table]) =>
  Object.keys(table).map((field) => ({ folder: root.toLowerCase(), field })),
);

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGongxiangSchema();
});

describe('the example operation of', () => {
  it.each(all)('$folder $field fits the schema and its limits, with its variables', ({ folder, field }) => {
    const path = join(FOLDER, folder, field);
    expect(existsSync(`${path}.graphql`)).toBe(true);
    const document = parse(readFileSync(`${path}.graphql`, 'utf8'));
    expect(validate(schema, document, [...specifiedRules, ...limitRules])).toEqual([]);
    const operation = getOperationAST(document);
    expect(operation?.operation).toBe(folder);
    const variables = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Record<string, unknown>;
    const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
    expect(errors).toBeUndefined();
    const declared = operation?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    expect(declared).toEqual(expect.arrayContaining(Object.keys(variables)));
  });
});
