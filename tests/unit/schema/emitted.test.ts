import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import { buildGongxiangSchema } from '../../../schema/build.js';
import { emittedFiles } from '../../../schema/emitted.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGongxiangSchema();
});

describe('the schema', () => {
  it.each(['schema.graphql', 'possibleTypes.json'])('is what is committed as schema/%s', (name) => {
    // `npm run emit-schema` writes it.
    const committed = readFileSync(join(process.cwd(), 'schema', name), 'utf8');
    expect(emittedFiles(schema)[name]).toBe(committed);
  });

  it('describes every type, field, argument and value in a full sentence or name', () => {
    const undescribed: string[] = [];
    const check = (name: string, description: string | null | undefined): void => {
      if (!/^[A-Z“].*\.$/s.test(description ?? '')) undescribed.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
      check(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
      const fields: Record<string, GraphQLField<unknown, unknown> | GraphQLInputField> = type.getFields();
      for (const field of Object.values(fields)) {
        check(`${type.name}.${field.name}`, field.description);
        if (!('args' in field)) continue;
        for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg.description);
      }
    }
    expect(undescribed).toEqual([]);
  });

  it('R8: gives a generated share code no id, by which a client’s cache would keep it', () => {
    const type = schema.getType('GeneratedShareCode');
    expect(isObjectType(type) && Object.keys(type.getFields())).toEqual(['code', 'label', 'expiresAt']);
  });
});
