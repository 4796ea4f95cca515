import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post } from '../../support/wire.js';
import { schemaOf } from '../../support/full-selection.js';

const committed = (name: string): string => readFileSync(join(process.cwd(), 'schema', name), 'utf8');

describe('the schema that the running server tells', () => {
  let system: TestSystem;
  let token: string;
  let told: GraphQLSchema;
  let contract: GraphQLSchema;
  beforeAll(async () => {
    system = await startTestSystem();
    token = await system.token({ roles: ['VIEWER'] });
    told = await schemaOf(system.url, token);
    contract = buildSchema(readFileSync(join(__dirname, 'contract.graphql'), 'utf8'));
  });
  afterAll(() => system.close());

  it('is schema.graphql', () => {
    // Introspection tells neither applied directives nor where a scalar is specified.
    const plain = (schema: GraphQLSchema): string =>
      printSchema(lexicographicSortSchema(schema)).replaceAll(/ @specifiedBy\(.*\)/g, '');
    expect(plain(told)).toBe(plain(buildSchema(committed('schema.graphql'))));
  });

  it('has the types that possibleTypes.json tells clients’ caches of', async () => {
    const { body } = await post(
      system.url,
      { query: '{ __schema { types { kind name possibleTypes { name } } } }' },
      { token },
    );
    const { types } = body?.data?.['__schema'] as {
      types: { kind: string; name: string; possibleTypes: { name: string }[] | null }[];
    };
    const possible = Object.fromEntries(
      types
        .filter(({ kind }) => kind === 'UNION' || kind === 'INTERFACE')
        .map(({ name, possibleTypes }) => [name, (possibleTypes ?? []).map((type) => type.name).sort()]),
    );
    const file = JSON.parse(committed('possibleTypes.json')) as Record<string, string[]>;
    expect(Object.fromEntries(Object.entries(file).map(([name, members]) => [name, members.sort()]))).toEqual(possible);
  });

  it('describes every type, field, argument, input field and enum value in a sentence', () => {
    const described = Object.values(told.getTypeMap())
      .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
      .flatMap(describedIn);
    expect(described.length).toBeGreaterThan(500);
    expect(
      described.filter(({ description }) => !/^\S.*[.!?”)]$/s.test(description ?? '')).map(({ at }) => at),
    ).toEqual([]);
  });

  describe('keeps the contract', () => {
    const types = (): GraphQLNamedType[] =>
      Object.values(contract.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

    it('has every type of it, of the same kind', () => {
      for (const type of types()) {
        expect([type.name, told.getType(type.name)?.constructor.name]).toEqual([type.name, type.constructor.name]);
      }
    });

    it('has every field and argument of it, of the same type and default', () => {
      for (const type of types()) {
        expect(shapesOf(told.getType(type.name))).toEqual(expect.arrayContaining(shapesOf(type)));
      }
    });

    it('every union has exactly the members of it', () => {
      const unions = types().filter(isUnionType);
      expect(unions.length).toBeGreaterThan(20);
      for (const union of unions) {
        const actual = told.getType(union.name);
        expect([union.name, ...membersOf(actual)]).toEqual([union.name, ...membersOf(union)]);
      }
    });

    it('every payload of the server is a union of it', () => {
      const payloads = Object.values(told.getMutationType()?.getFields() ?? {}).map(({ name, type }) => {
        expect(String(type)).toBe(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`);
        return contract.getType(String(type))?.constructor.name;
      });
      expect(new Set(payloads)).toEqual(new Set(['GraphQLUnionType']));
    });

    it('every enum has every value of it', () => {
      for (const type of types().filter(isEnumType)) {
        const actual = told.getType(type.name);
        const values = isEnumType(actual) ? actual.getValues().map(({ name }) => name) : [];
        expect(values).toEqual(expect.arrayContaining(type.getValues().map(({ name }) => name)));
      }
    });

    it('every refusal is a UserError', () => {
      for (const type of types().filter(isUnionType)) {
        for (const name of membersOf(told.getType(type.name)).filter((member) => isRefusal(contract, member))) {
          const actual = told.getType(name);
          expect([name, isObjectType(actual) && actual.getInterfaces().map(String)]).toEqual([name, ['UserError']]);
        }
      }
    });
  });

  it('is not told by suggestions to whoever has no token', async () => {
    const { text, status } = await post(system.url, { query: '{ vewer { subject } }' });
    expect(status).toBe(401);
    expect(text).not.toContain('viewer');
  });
});

const membersOf = (type: GraphQLNamedType | undefined): string[] =>
  isUnionType(type)
    ? type
        .getTypes()
        .map(({ name }) => name)
        .sort()
    : [];

function isRefusal(contract: GraphQLSchema, name: string): boolean {
  const type = contract.getType(name);
  return isObjectType(type) && type.getInterfaces().length > 0;
}

/** `field: Type`, `field(arg): Type = default`. */
function shapesOf(type: GraphQLNamedType | undefined): string[] {
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(
      (field) => `${type.name}.${field.name}: ${String(field.type)} = ${String(field.defaultValue)}`,
    );
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    `${type.name}.${field.name}: ${String(field.type)}`,
    ...field.args.map(
      (arg) => `${type.name}.${field.name}(${arg.name}): ${String(arg.type)} = ${String(arg.defaultValue)}`,
    ),
  ]);
}

interface Described {
  readonly at: string;
  readonly description: string | null | undefined;
}

function describedIn(type: GraphQLNamedType): Described[] {
  const own = { at: type.name, description: type.description };
  if (isEnumType(type)) {
    return [own, ...type.getValues().map(({ name, description }) => ({ at: `${type.name}.${name}`, description }))];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return [own, ...fields.map(({ name, description }) => ({ at: `${type.name}.${name}`, description }))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap(({ name, description, args }) => [
      { at: `${type.name}.${name}`, description },
      ...args.map((arg) => ({ at: `${type.name}.${name}(${arg.name})`, description: arg.description })),
    ]),
  ];
}
