import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { limitRules } from '../../../src/server/http/limits/limits.js';

const schema = buildSchema('type Query { node: Query name(of: Int): String }');

const mistakes = (text: string): readonly string[] =>
  validate(schema, parse(text), [...limitRules]).map(({ message }) => message);

/** Fields nested so deep, the last one a leaf. */
const nested = (depth: number, leaf = 'name'): string =>
  `${'{ node '.repeat(depth - 1)}{ ${leaf} }${' }'.repeat(depth - 1)}`;
const aliases = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, index) => `a${from + index}: name`).join(' ');

describe('limits of a document', () => {
  it('takes 15 levels of fields and refuses 16', () => {
    expect(mistakes(nested(15))).toEqual([]);
    expect(mistakes(nested(16))).toEqual(['Fields may be nested 15 deep; here they are 16 deep.']);
  });

  it('counts levels through fragments, whatever they are called', () => {
    const query = (depth: number) => `query ${nested(5, '...__schema')} fragment __schema on Query ${nested(depth)}`;
    expect(mistakes(query(11))).toEqual([]);
    expect(mistakes(query(12))).toHaveLength(1);
    expect(mistakes(`query { ... on Query ${nested(16)} }`)).toHaveLength(1);
  });

  it('takes the customary introspection query and refuses deeper ones', () => {
    expect(mistakes(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }))).toEqual(
      [],
    );
    const deep = `{ __type(name: "Query") ${'{ ofType '.repeat(15)}{ name }${' }'.repeat(15)} }`;
    expect(mistakes(deep)).toHaveLength(1);
  });

  it('measures fragments that contain themselves', () => {
    expect(mistakes('{ ...A } fragment A on Query { node { ...B } } fragment B on Query { node { ...A } }')).toEqual(
      [],
    );
  });

  it('measures many fragments that spread each other in no time', () => {
    const chain = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    expect(mistakes(`{ ...F0 } ${chain.join(' ')} fragment F60 on Query { name }`)).toEqual([]);
  });

  it('takes 30 names of a field and refuses 31', () => {
    expect(mistakes(`{ ${aliases(30)} }`)).toEqual([]);
    expect(mistakes(`{ ${aliases(31)} }`)).toEqual(['One selection may ask for name 30 times; here it does 31 times.']);
    expect(mistakes(`{ node { ${aliases(31)} } }`)).toHaveLength(1);
  });

  it('counts names through fragments, the same name once', () => {
    const split = (count: number, from: number) =>
      `{ ...A ... on Query { ${aliases(count, from)} } } fragment A on Query { ${aliases(20)} }`;
    expect(mistakes(split(11, 20))).toHaveLength(1);
    expect(mistakes(split(11, 10))).toEqual([]);
  });
});
