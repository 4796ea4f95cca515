import {
  assertObjectType,
  buildSchema,
  getIntrospectionQuery,
  parse,
  specifiedRules,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { buildGongxiangSchema } from '../../../schema/build.js';
import { limitRules } from '../../../src/server/http/limits/limits.js';
import { sizeLimit } from '../../../src/server/http/limits/size-limit.js';
import { fullSelection } from '../../support/full-selection.js';

const schema = buildSchema(`
  type Query { node: Query name(of: Int): String list(first: Int, last: Int): NodeConnection! }
  type NodeConnection { nodes: [Query!]! }
`);

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
    const wide = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Query { a: node { ...F${index + 1} } b: node { ...F${index + 1} } }`,
    );
    expect(mistakes(`{ ...F0 } ${wide.join(' ')} fragment F60 on Query { name }`)).toHaveLength(2);
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

  describe('on the size of an operation', () => {
    const size = (text: string): number => {
      const [mistake] = validate(schema, parse(text), [sizeLimit(0)]);
      return Number(/asks for (?:at least )?([\d,]+)\./.exec(mistake?.message ?? '')?.[1]?.replaceAll(',', ''));
    };

    it.each([
      ['fields', '{ name node { name } }', 3],
      [
        'fragments wherever they are spread',
        '{ a: node { ...A } b: node { ...A } } fragment A on Query { x: name y: name }',
        6,
      ],
      [
        'a fragment that one selection spreads twice once',
        '{ ...A ... on Query { ...A } } fragment A on Query { name }',
        1,
      ],
      ['a page as 20', '{ list { nodes { name } } }', 41],
      ['a page as what it is asked to be', '{ list(first: 100) { nodes { name } } }', 201],
      ['a page from the end, too', '{ list(last: 3) { nodes { name } } }', 7],
      ['the larger of two sizes', '{ list(first: 3, last: 5) { nodes { name } } }', 11],
      ['a size that is null as none', '{ list(first: null) { nodes { name } } }', 41],
      [
        'a size out of bounds as the bound',
        '{ a: list(first: -1) { nodes { name } } b: list(first: 101) { nodes { name } } }',
        204,
      ],
      ['a size in a variable as the largest', 'query ($n: Int = 1) { list(first: $n) { nodes { name } } }', 201],
      ['pages within pages', '{ list(first: 10) { nodes { list(first: 10) { nodes { name } } } } }', 221],
      [
        'pages in fragments',
        '{ ...A } fragment A on Query { list { ...B } } fragment B on NodeConnection { nodes { name } }',
        41,
      ],
    ])('counts %s', (_, text, counted) => {
      expect(size(text)).toBe(counted);
    });

    it('takes 50,000 fields and refuses more, saying what is allowed', () => {
      const pages = (count: number) =>
        `{ list(first: 100) { nodes { list(first: 100) { nodes { ${aliases(count)} } } } } }`;
      expect(mistakes(pages(3))).toEqual([]);
      expect(mistakes(pages(4))).toEqual([
        'An operation may ask for 50,000 fields, with fragments and pages expanded; this one asks for 50,201. Ask for smaller pages (first, last) or fewer fields.',
      ]);
    });

    it('refuses fragments that multiply each other, however often', () => {
      const bomb = (levels: number) => {
        const fragments = Array.from({ length: levels }, (_, level) => {
          const inside = level + 1 === levels ? 'name' : `...A${level + 1}`;
          return `fragment A${level} on Query { ${Array.from({ length: 20 }, (_, index) => `a${index}: node { ${inside} }`).join(' ')} }`;
        });
        return `{ ...A0 } ${fragments.join(' ')}`;
      };
      expect(mistakes(bomb(3))).toEqual([]);
      expect(mistakes(bomb(6))).toEqual([expect.stringMatching(/asks for 131,368,420\./)]);
      expect(mistakes(bomb(12))).toEqual([expect.stringMatching(/asks for at least 1,000,000,000\./)]);
    });

    it('names each operation of a document that is too big', () => {
      const big = '{ list(first: 100) { nodes { list(first: 100) { nodes { list { nodes { name } } } } } } }';
      expect(mistakes(`query A ${big} query B { name } query C ${big}`)).toHaveLength(2);
    });

    it('passes over fields that do not exist', () => {
      expect(mistakes('{ nothing { more } }')).toEqual([]);
    });
  });
});

describe('the limits of a document, on the schema of the product,', () => {
  let product: GraphQLSchema;
  beforeAll(async () => {
    product = await buildGongxiangSchema();
  });
  const refusals = (text: string): readonly string[] =>
    validate(product, parse(text), [...specifiedRules, ...limitRules]).map(({ message }) => message);

  it('take a page of 100 communities with all that they hold', () => {
    const connection = assertObjectType(product.getType('CommunityConnection'));
    for (const levels of [3, 4, 5]) {
      expect(refusals(`{ communities(first: 100) ${fullSelection(connection, levels)} }`)).toEqual([]);
    }
  });

  it('take the customary introspection query', () => {
    expect(refusals(getIntrospectionQuery())).toEqual([]);
  });

  it('refuse fragments that ask for the account of each sharing of an account again and again', () => {
    const fragments = [1, 2, 3, 4, 5, 6].map((level) => {
      const inside = level === 6 ? 'appId' : `...A${level + 1}`;
      const aliased = Array.from({ length: 20 }, (_, index) => `a${index}: sharing { account { ${inside} } }`);
      return `fragment A${level} on Account { ${aliased.join(' ')} }`;
    });
    const mistakes = refusals(`{ account(appId: "wx") { ...A1 } } ${fragments.join(' ')}`);
    expect(mistakes).toEqual([expect.stringMatching(/50,000 fields/)]);
  });
});
