import { randomUUID } from 'node:crypto';
import { headOf } from '../../support/log.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { codesOf, post, type WireAnswer } from '../../support/wire.js';
import { expectLanguage, expectNoAccident, expectRefused, LANGUAGES } from './clear.js';

const APP_ID = 'wx0123456789abcdef';
const times = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`);
const communities = (...list: readonly object[]) => ({ communities: list });
const bind = (communityIds: readonly string[]) => ({ appId: APP_ID, communityIds });
const payment = (changes: object) => ({
  paymentInterfaceId: `${APP_ID}.1`,
  merchantNumber: '1900012345',
  communityIds: ['c'],
  ...changes,
});

type Problem = readonly [code: string, path: string];
type Row = readonly [what: string, mutation: string, input: object, problems: readonly Problem[]];

const LISTS: readonly Row[] = [
  ['0 codes', 'generateShareCodes', { appId: APP_ID, count: 0 }, [['OUT_OF_RANGE', 'count']]],
  ['101 codes', 'generateShareCodes', { appId: APP_ID, count: 101 }, [['OUT_OF_RANGE', 'count']]],
  ['a negative count', 'generateShareCodes', { appId: APP_ID, count: -1 }, [['OUT_OF_RANGE', 'count']]],
  ['no community to register', 'registerCommunities', communities(), [['TOO_FEW', 'communities']]],
  [
    '1,001 communities to register',
    'registerCommunities',
    communities(...times(1_001).map((name) => ({ name }))),
    [['TOO_MANY', 'communities']],
  ],
  ['no community to bind', 'bindCommunities', bind([]), [['TOO_FEW', 'communityIds']]],
  ['1,001 communities to bind', 'bindCommunities', bind(times(1_001)), [['TOO_MANY', 'communityIds']]],
  ['a community twice', 'bindCommunities', bind(['a', 'b', 'a']), [['DUPLICATE', 'communityIds.2']]],
  ['no community to unbind', 'unbindCommunities', bind([]), [['TOO_FEW', 'communityIds']]],
  ['1,001 communities to unbind', 'unbindCommunities', bind(times(1_001)), [['TOO_MANY', 'communityIds']]],
  ['a community to unbind twice', 'unbindCommunities', bind(['a', 'a']), [['DUPLICATE', 'communityIds.1']]],
  ['no community to pay', 'bindPaymentInterface', payment({ communityIds: [] }), [['TOO_FEW', 'communityIds']]],
  [
    '1,001 communities to pay',
    'bindPaymentInterface',
    payment({ communityIds: times(1_001) }),
    [['TOO_MANY', 'communityIds']],
  ],
  [
    'a community to pay thrice',
    'bindPaymentInterface',
    payment({ communityIds: ['a', 'a', 'a'] }),
    [
      ['DUPLICATE', 'communityIds.1'],
      ['DUPLICATE', 'communityIds.2'],
    ],
  ],
  [
    'no community to unbind from payment',
    'unbindPaymentInterface',
    { paymentInterfaceId: `${APP_ID}.1`, communityIds: [] },
    [['TOO_FEW', 'communityIds']],
  ],
  ['no label', 'cancelShareCodes', { appId: APP_ID, labels: [] }, [['TOO_FEW', 'labels']]],
  ['1,001 labels', 'cancelShareCodes', { appId: APP_ID, labels: times(1_001) }, [['TOO_MANY', 'labels']]],
  ['a label twice', 'cancelShareCodes', { appId: APP_ID, labels: ['a', 'a'] }, [['DUPLICATE', 'labels.1']]],
  [
    'an external id twice',
    'registerCommunities',
    communities({ name: 'a', externalId: 'x' }, { name: 'b', externalId: ' x ' }),
    [['DUPLICATE', 'communities.1.externalId']],
  ],
];

const nameRows = (what: string, name: string, code: string): Row[] => [
  [`${what} of a community`, 'registerCommunities', communities({ name }), [[code, 'communities.0.name']]],
  [`${what} for a community`, 'renameCommunity', { communityId: 'c', name }, [[code, 'name']]],
  [
    `${what} of an interface`,
    'addPaymentInterface',
    { appId: APP_ID, name, merchantNumber: '1900012345' },
    [[code, 'name']],
  ],
];

const TEXTS: readonly Row[] = [
  ...nameRows('an empty name', '', 'REQUIRED'),
  ...nameRows('a name of blanks', ' \t\u3000\u00a0 ', 'REQUIRED'),
  ...nameRows('a name of 101 characters', '小'.repeat(101), 'TOO_LONG'),
  ...nameRows('a name of 100 KB', 'x'.repeat(100_000), 'TOO_LONG'),
  ...nameRows('a name with a null character', 'a\u0000b', 'NOT_ALLOWED'),
  ...nameRows('a name with a line break', 'a\nb', 'NOT_ALLOWED'),
  ...nameRows('a name with an escape', 'a\u001b[31mb', 'NOT_ALLOWED'),
  ...nameRows('a name with half a surrogate pair', 'a\ud800b', 'NOT_ALLOWED'),
  [
    'an external id of 65 characters',
    'registerCommunities',
    communities({ name: 'a', externalId: 'x'.repeat(65) }),
    [['TOO_LONG', 'communities.0.externalId']],
  ],
  [
    'an external id of blanks',
    'registerCommunities',
    communities({ name: 'a', externalId: '  ' }),
    [['REQUIRED', 'communities.0.externalId']],
  ],
  ['no key', 'removeCommunity', { communityId: 'c', idempotencyKey: '' }, [['REQUIRED', 'idempotencyKey']]],
  [
    'a key of 129 characters',
    'removeCommunity',
    { communityId: 'c', idempotencyKey: 'k'.repeat(129) },
    [['TOO_LONG', 'idempotencyKey']],
  ],
  ['an empty id', 'removeCommunity', { communityId: '' }, [['REQUIRED', 'communityId']]],
  ['an id of 129 characters', 'revokeSharing', { sharingId: 's'.repeat(129) }, [['TOO_LONG', 'sharingId']]],
  ['an empty id in a list', 'bindCommunities', bind(['a', '']), [['REQUIRED', 'communityIds.1']]],
  ['no appId', 'releaseAccount', { appId: '' }, [['REQUIRED', 'appId']]],
  ['an appId in capitals', 'releaseAccount', { appId: 'WX0123456789ABCDEF' }, [['BAD_FORMAT', 'appId']]],
  ['an appId named __proto__', 'releaseAccount', { appId: '__proto__' }, [['BAD_FORMAT', 'appId']]],
  ['no merchant number', 'bindPaymentInterface', payment({ merchantNumber: ' ' }), [['REQUIRED', 'merchantNumber']]],
  ...['1234567', '12345678901', '19000x2345', '１９００１２３４５', '-19000123', '1e9'].map((merchantNumber): Row => [
    `the merchant number ${merchantNumber}`,
    'bindPaymentInterface',
    payment({ merchantNumber }),
    [['BAD_FORMAT', 'merchantNumber']],
  ]),
  ['no code', 'redeemShareCode', { code: '' }, [['REQUIRED', 'code']]],
  ['a code of blanks', 'redeemShareCode', { code: ' \n ' }, [['REQUIRED', 'code']]],
  ['a code of 129 characters', 'redeemShareCode', { code: 'A'.repeat(129) }, [['TOO_LONG', 'code']]],
  [
    'an address that runs a script',
    'authorizeAccount',
    { returnUrl: 'javascript:alert(1)' },
    [['BAD_FORMAT', 'returnUrl']],
  ],
  ['an address of nowhere', 'authorizeAccount', { returnUrl: '/back' }, [['BAD_FORMAT', 'returnUrl']]],
  ['another’s address', 'authorizeAccount', { returnUrl: 'https://evil.example/' }, [['NOT_ALLOWED', 'returnUrl']]],
  ['an empty address', 'authorizeAccount', { returnUrl: '' }, [['REQUIRED', 'returnUrl']]],
  [
    'an address of 2,049 characters',
    'authorizeAccount',
    { returnUrl: `https://evil.example/${'x'.repeat(2_028)}` },
    [['TOO_LONG', 'returnUrl']],
  ],
];

const MANY: readonly Row[] = [
  [
    'everything wrong at once',
    'addPaymentInterface',
    { appId: 'x', name: ' ', merchantNumber: '1', idempotencyKey: '' },
    [
      ['REQUIRED', 'idempotencyKey'],
      ['BAD_FORMAT', 'appId'],
      ['REQUIRED', 'name'],
      ['BAD_FORMAT', 'merchantNumber'],
    ],
  ],
  [
    'mistakes in several communities',
    'registerCommunities',
    communities({ name: '' }, { name: 'good' }, { name: 'x'.repeat(101), externalId: '' }),
    [
      ['REQUIRED', 'communities.0.name'],
      ['TOO_LONG', 'communities.2.name'],
      ['REQUIRED', 'communities.2.externalId'],
    ],
  ],
];

interface InvalidInput {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

describe('inputs that are out of bounds', () => {
  let system: TestSystem;
  let operator: Party;
  let admin: string;
  beforeAll(async () => {
    system = await startTestSystem();
    operator = await partyOf(system);
    admin = await system.token({ roles: ['PLATFORM_ADMIN'], tenant: null });
  });
  afterAll(() => system.close());

  const send = (mutation: string, input: object, language = 'en', token = operator.token): Promise<WireAnswer> => {
    const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const query = `mutation ($input: ${type}Input!) { payload: ${mutation}(input: $input) {
      __typename
      ... on UserError { code message path }
      ... on InvalidInput { problems { code message path } }
    } }`;
    const variables = { input: { idempotencyKey: randomUUID(), ...input } };
    return post(system.url, { query, variables }, { token, headers: { 'accept-language': language } });
  };

  function expectInvalid(answer: WireAnswer, language: (typeof LANGUAGES)[number], problems: readonly Problem[]) {
    expectNoAccident(answer);
    const payload = answer.body?.data?.['payload'] as InvalidInput;
    expect(payload.__typename).toBe('InvalidInput');
    expect(payload.code).toBe('INVALID_INPUT');
    const found = payload.problems.map(({ code, path }) => [code, path.join('.')]);
    expect(found.sort()).toEqual(problems.map((problem) => [...problem]).sort());
    for (const { message } of [payload, ...payload.problems]) expectLanguage(message, language);
  }

  describe.each(LANGUAGES)('are refused with every mistake (%s), and change nothing', (language) => {
    it.each([...LISTS, ...TEXTS, ...MANY])('%s: %s', async (_, mutation, input, problems) => {
      const before = await headOf(system);
      expectInvalid(await send(mutation, input, language), language, problems);
      expect(await headOf(system)).toBe(before);
    });

    it.each([
      ['no reason', ' ', 'REQUIRED'],
      ['a reason of 501 characters', 'x'.repeat(501), 'TOO_LONG'],
      ['a reason with a bell', 'a\u0007', 'NOT_ALLOWED'],
    ])('%s for a release', async (_, reason, code) => {
      const answer = await send('forceReleaseAccount', { appId: APP_ID, reason }, language, admin);
      expectInvalid(answer, language, [[code, 'reason']]);
    });

    it('a code that nobody could have got is mistyped', async () => {
      for (const code of ['hello', '7KQM-2XDA', '🀄🀄🀄', '__proto__', "' OR 1=1 --"]) {
        const answer = await send('redeemShareCode', { code }, language);
        expectNoAccident(answer);
        const payload = answer.body?.data?.['payload'] as InvalidInput;
        expect(payload.code).toBe('SHARE_CODE_MISTYPED');
        expectLanguage(payload.message, language);
      }
    });
  });

  describe('what the schema does not know is BAD_USER_INPUT, and changes nothing', () => {
    it.each([
      ['a count beyond Int', 'generateShareCodes', { appId: APP_ID, count: 2 ** 31 }],
      ['a huge count', 'generateShareCodes', { appId: APP_ID, count: 1e300 }],
      ['half a code', 'generateShareCodes', { appId: APP_ID, count: 1.5 }],
      ['a count in words', 'generateShareCodes', { appId: APP_ID, count: 'ten' }],
      ['an unknown field', 'renameCommunity', { communityId: 'c', name: 'n', tenantId: 't' }],
      ['a name that is an object', 'renameCommunity', { communityId: 'c', name: { toString: 'x' } }],
      ['a list that is an object', 'bindCommunities', { appId: APP_ID, communityIds: { length: 2 } }],
      ['null in a list', 'bindCommunities', { appId: APP_ID, communityIds: ['c', null] }],
      ['null for a flag', 'bindCommunities', { appId: APP_ID, communityIds: ['c'], move: null }],
      ['nothing', 'renameCommunity', { communityId: null, name: null }],
      ['constructor as a field', 'renameCommunity', { communityId: 'c', name: 'n', constructor: { prototype: 1 } }],
    ])('%s: %s', async (_, mutation, input) => {
      const before = await headOf(system);
      expectRefused(await send(mutation, input));
      expect(await headOf(system)).toBe(before);
    });

    it('__proto__ as a field', async () => {
      const before = await headOf(system);
      const body = `{"query":"mutation ($input: RenameCommunityInput!) { renameCommunity(input: $input) { __typename } }",
        "variables":{"input":{"communityId":"c","name":"n","idempotencyKey":"k","__proto__":{"isAdmin":true}}}}`;
      expectRefused(await post(system.url, body, { token: operator.token }));
      expect(await headOf(system)).toBe(before);
    });
  });

  describe('names that mean something to a program are names like others', () => {
    const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

    it('as ids they are not found', async () => {
      for (const id of NAMES) {
        for (const [mutation, input, code] of [
          ['renameCommunity', { communityId: id, name: 'n' }, 'COMMUNITY_NOT_FOUND'],
          ['removeCommunity', { communityId: id }, 'COMMUNITY_NOT_FOUND'],
          ['revokeSharing', { sharingId: id }, 'SHARING_NOT_FOUND'],
          ['removePaymentInterface', { paymentInterfaceId: id }, 'PAYMENT_INTERFACE_NOT_FOUND'],
          [
            'unbindPaymentInterface',
            { paymentInterfaceId: `${APP_ID}.${id}`, communityIds: [id] },
            'PAYMENT_INTERFACE_NOT_FOUND',
          ],
        ] as const) {
          const answer = await send(mutation, input);
          expectNoAccident(answer);
          expect(answer.body?.data?.['payload']).toMatchObject({ code });
        }
        const { status, body, text } = await post(
          system.url,
          {
            query: `query ($id: ID!) {
              community(id: $id) { id } account(appId: $id) { id } sharing(id: $id) { id }
              paymentInterface(id: $id) { id } authorization(id: $id) { id } auditEvent(id: $id) { id }
              communities(filter: { ids: [$id], externalIds: [$id], appId: $id }) { totalCount }
              auditTrail(filter: { communityId: $id, types: [$id], actorSubject: $id }) { nodes { id } }
            }`.replaceAll('[$id]', `["${id}"]`),
            variables: { id },
          },
          { token: operator.token },
        );
        expectNoAccident({ status, text });
        expect(body?.data).toEqual({
          community: null,
          account: null,
          sharing: null,
          paymentInterface: null,
          authorization: null,
          auditEvent: null,
          communities: { totalCount: 0 },
          auditTrail: { nodes: [] },
        });
      }
    });

    it('as names and external ids they are kept and found', async () => {
      const person = await partyOf(system);
      const { communities: made } = await person.do<{ communities: object[] }>(
        'registerCommunities',
        communities(...NAMES.map((name) => ({ name, externalId: name }))),
        'communities { name externalId }',
      );
      expect(made).toEqual(NAMES.map((name) => ({ name, externalId: name })));
      const found = await person.query('{ communities(filter: { externalIds: ["__proto__"] }) { nodes { name } } }');
      expect(found).toEqual({ communities: { nodes: [{ name: '__proto__' }] } });
      await person.isRefused(
        'registerCommunities',
        communities({ name: 'a', externalId: '__proto__' }),
        'EXTERNAL_IDS_TAKEN',
      );
    });

    it('as an idempotency key, too; and keys that differ in half a surrogate pair are two keys', async () => {
      const person = await partyOf(system);
      const appId = await system.authorize(person);
      const shown = new Set<string>();
      const keys = ['__proto__', '\ud800', '\ud801', '\ufffd', ' ', '  '];
      for (const idempotencyKey of keys) {
        const { codes } = await person.do<{ codes: { code: string }[] }>(
          'generateShareCodes',
          { appId, count: 1, idempotencyKey },
          'codes { code }',
        );
        shown.add(codes[0]?.code ?? '');
      }
      expect(shown.size).toBe(keys.length);
    });

    it('text that looks like a query or a page is text', async () => {
      const person = await partyOf(system);
      const names = ["'; DROP TABLE events; --", '<script>alert(1)</script>', '${7*7}', '%00', '{"$ne":null}', '.*'];
      await person.register(...names);
      for (const search of [...names, '%', '_', '*', '\\', '"']) {
        const { communities: found } = await person.query<{ communities: { nodes: { name: string }[] } }>(
          'query ($search: String!) { communities(filter: { search: $search }) { nodes { name } } }',
          { search },
        );
        expect(found.nodes.map(({ name }) => name)).toEqual(names.filter((name) => name.includes(search)));
      }
    });
  });

  it('one bad mutation of a request takes no other’s answer with it', async () => {
    const person = await partyOf(system);
    const answer = await post(
      system.url,
      {
        query: `mutation {
          bad: registerCommunities(input: { communities: [], idempotencyKey: "1" }) { __typename }
          good: registerCommunities(input: { communities: [{ name: "a" }], idempotencyKey: "2" }) { __typename }
          forbidden: forceReleaseAccount(input: { appId: "${APP_ID}", reason: "r", idempotencyKey: "3" }) { __typename }
        }`,
      },
      { token: person.token },
    );
    expect(answer.body?.data).toEqual({
      bad: { __typename: 'InvalidInput' },
      good: { __typename: 'RegisterCommunitiesSuccess' },
      forbidden: null,
    });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});
