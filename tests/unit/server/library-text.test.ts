import { buildSchema, getVariableValues, Kind, parse, validate, type GraphQLSchema } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { withoutValues } from '../../../src/server/http/library-text.js';

const CODE = 'A6E7-3KMP-R825-TC94-2KC5-MDEH';

const schema: GraphQLSchema = buildSchema(`
  enum Order { FIRST LAST }
  input Inner { code: String! order: Order count: Int on: Boolean id: ID }
  type Query { ask(inner: Inner!, id: ID): String }
`);

/** Texts of everything that is wrong with a document. */
function ofDocument(text: string): string[] {
  try {
    return validate(schema, parse(text)).map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Reasons why a variable's value does not fit, as clients are told them. */
function ofVariable(inner: unknown): string[] {
  const [operation] = parse('query ($inner: Inner!) { ask(inner: $inner) }').definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no operation.');
  const { errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], { inner });
  return errors.map(({ originalError, message }) => originalError?.message ?? message);
}

function thrownBy(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    return [(error as Error).message];
  }
  return [];
}

describe('R29: what libraries say of a request is told without the values that they repeat', () => {
  test.each([
    ['a list for a string', ofDocument(`{ ask(inner: { code: ["${CODE}"] }) }`)],
    ['an object for a string', ofDocument(`{ ask(inner: { code: { of: "${CODE}" } }) }`)],
    ['a string for an object', ofDocument(`{ ask(inner: "${CODE}") }`)],
    ['a string for an enum', ofDocument(`{ ask(inner: { code: "", order: "${CODE}" }) }`)],
    ['a string for a number', ofDocument(`{ ask(inner: { code: "", count: "${CODE}" }) }`)],
    ['a string for a boolean', ofDocument(`{ ask(inner: { code: "", on: "${CODE}" }) }`)],
    ['a string that nothing leads to', ofDocument(`{ ask(inner: { "${CODE}" `)],
    ['a string instead of a field', ofDocument(`{ "${CODE}" }`)],
    ['a block string instead of a document', ofDocument(`"""${CODE}"""`)],
    ['a variable: a list for a string', ofVariable({ code: [CODE] })],
    ['a variable: an object for an id', ofVariable({ code: '', id: { of: CODE } })],
    ['a variable: an unknown value of an enum', ofVariable({ code: '', order: CODE })],
    ['a variable: a list for an enum', ofVariable({ code: '', order: [CODE] })],
    ['a variable: a string for a number', ofVariable({ code: '', count: CODE })],
    ['a variable: a string for an object', ofVariable(CODE)],
    ['a time that is none', thrownBy(() => GraphQLDateTimeISO.parseValue(CODE))],
    ['a list for a time', thrownBy(() => GraphQLDateTimeISO.parseValue([CODE]))],
  ])('%s', (_, texts) => {
    expect(texts).not.toEqual([]);
    for (const text of texts) {
      const told = withoutValues(text);
      expect(told).not.toContain(CODE);
      expect(told).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  test.each([
    'Cannot query field "nickname" on type "Query".',
    'Field "Inner.code" of required type "String!" was not provided.',
    'Syntax Error: Expected Name, found "}".',
  ])('what repeats no value stays as it is: %s', (text) => {
    expect(withoutValues(text)).toBe(text);
  });
});
