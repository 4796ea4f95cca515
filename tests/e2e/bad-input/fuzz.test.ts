import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { fullOperation, rootFields, rootType, schemaOf } from '../../support/full-selection.js';
import { headOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { codesTold, openSocket, pastIsTold } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { codesOf, post } from '../../support/wire.js';
import { expectNoAccident } from './clear.js';

/** Texts that something might stumble over, beside random ones of every character there is. */
const texts = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...known),
    fc.constantFrom('', ' ', '0', '-1', '__proto__', 'constructor', '\u0000', '\ud800', '\ufeff', '🀄', 'null', '1e9'),
    fc.constantFrom('wx0123456789abcdef', 'wx0123456789abcdef.1', '.', 'a.b.c', '2026-02-30T00:00:00.000Z'),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ maxLength: 200 }),
    fc.constant('x'.repeat(70_000)),
  );

const NUMBERS = fc.oneof(fc.integer(), fc.constantFrom(0, 1, 101, -1, 2 ** 31, 2 ** 53, 1e300, 0.5));
/** Of no type in particular. */
const ANYTHING = fc.oneof(
  fc.constantFrom(null, true, [], {}, [[]], { a: { b: [] } }, [null]),
  NUMBERS,
  fc.string({ maxLength: 5 }),
);

/** How often an input may stand in itself, such as buttons in a button. */
const DEEPEST = 3;

/** Values of a type, and now and then of another. @param above inputs that this one stands in */
function valuesOf(
  type: GraphQLInputType,
  known: readonly string[],
  above: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const right = rightValuesOf(type, known, above);
  const wrong = { weight: 1, arbitrary: ANYTHING };
  const values = fc.oneof({ weight: 20, arbitrary: right }, wrong);
  return isNonNullType(type) ? values : fc.option(values, { freq: 3 });
}

function rightValuesOf(
  type: GraphQLInputType,
  known: readonly string[],
  above: readonly string[],
): fc.Arbitrary<unknown> {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const isDeepest = above.filter((name) => name === getNamedType(nullable).name).length >= DEEPEST;
    return isDeepest ? fc.constant([]) : fc.array(valuesOf(nullable.ofType, known, above), { maxLength: 4 });
  }
  const named = getNamedType(nullable);
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields());
    const needed = fields.filter(({ type: of }) => isNonNullType(of)).map(({ name }) => name);
    const shape = Object.fromEntries(
      fields.map(({ name, type: of }) => [name, valuesOf(of, known, [...above, named.name])]),
    );
    return fc.record(shape, { requiredKeys: needed });
  }
  if (isEnumType(named)) return fc.constantFrom(...named.getValues().map(({ name }) => name));
  if (named.name === 'Int') return NUMBERS;
  if (named.name === 'Boolean') return fc.boolean();
  return texts(known);
}

/** Prints its seed when it fails; give it back to see the same again. */
const RUNS = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 40),
  ...(process.env['FUZZ_SEED'] && { seed: Number(process.env['FUZZ_SEED']) }),
};

/** Every field is asked many times, some of them ask WeChat. */
const PATIENCE_MS = 240_000;

describe('random variables', () => {
  let system: TestSystem;
  let schema: GraphQLSchema;
  let operator: Party;
  let admin: Party;
  let service: Party;
  /** What really is there, so that some requests get far. */
  const known: string[] = [];

  beforeAll(async () => {
    system = await startTestSystem();
    operator = await partyOf(system);
    admin = await officerOf(system, 'PLATFORM_ADMIN');
    service = await officerOf(system, 'SERVICE');
    schema = await schemaOf(system.url, operator.token);
    const appId = await system.authorize(operator);
    const [first = '', second = ''] = await operator.register('一', '二');
    const paymentInterfaceId = await operator.offerPayment(appId, '1900012345');
    const recipient = await partyOf(system);
    const sharingId = await operator.share(appId, recipient);
    const [code] = await operator.codes(appId, 1);
    await operator.bind(appId, first);
    known.push(appId, first, second, paymentInterfaceId, sharingId, '1900012345', code?.label ?? '', code?.code ?? '');
    known.push(operator.tenant, operator.subject, await headOf(system));
  });
  afterAll(() => system.close());

  const variablesOf = (root: 'query' | 'mutation' | 'subscription', field: string): fc.Arbitrary<object> => {
    const args = rootType(schema, root).getFields()[field]?.args ?? [];
    const shape = Object.fromEntries(args.map(({ name, type }) => [name, valuesOf(type, known)]));
    const requiredKeys = args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name);
    return fc.record(shape, { requiredKeys });
  };

  it.each(['mutation', 'query'] as const)(
    'never make a %s stumble, and what is refused writes nothing',
    async (root) => {
      for (const field of rootFields(schema, root)) {
        const { token } =
          {
            forceReleaseAccount: admin,
            reconcileAuthorizations: admin,
            weChatCallbacks: admin,
            issueAccessToken: service,
          }[field] ?? operator;
        const args = (rootType(schema, root).getFields()[field]?.args ?? []).map(({ name }) => name);
        const query = fullOperation(schema, root, field, args);
        await fc.assert(
          fc.asyncProperty(variablesOf(root, field), async (variables) => {
            const before = await headOf(system);
            const answer = await post(system.url, { query, variables }, { token });
            expectNoAccident(answer);
            expect(codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
            const payload = answer.body?.data?.[field] as { __typename?: string } | null | undefined;
            if (root === 'query' || !payload?.__typename?.endsWith('Success')) {
              expect(await headOf(system)).toBe(before);
            }
          }),
          RUNS,
        );
      }
    },
    PATIENCE_MS,
  );

  it('never make a feed stumble', async () => {
    const socket = await openSocket(system.url, operator.token);
    for (const field of rootFields(schema, 'subscription')) {
      const args = (rootType(schema, 'subscription').getFields()[field]?.args ?? []).map(({ name }) => name);
      const query = fullOperation(schema, 'subscription', field, args);
      await fc.assert(
        fc.asyncProperty(variablesOf('subscription', field), async (variables) => {
          const told = await socket.run({ query, variables }, (message, count) => count > 50 || pastIsTold(message));
          expectNoAccident({ status: 200, text: JSON.stringify(told) });
          expect(codesTold(told).filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        }),
        RUNS,
      );
    }
    await socket.close();
  });
});
