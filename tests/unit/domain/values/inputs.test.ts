import type { InputProblem } from '../../../../src/domain/refusal.js';
import * as accounts from '../../../../src/domain/values/inputs/account-inputs.js';
import * as bindings from '../../../../src/domain/values/inputs/binding-inputs.js';
import * as communities from '../../../../src/domain/values/inputs/community-inputs.js';
import * as sharings from '../../../../src/domain/values/inputs/sharing-inputs.js';
import { formatShareCode } from '../../../../src/domain/values/share-code.js';
import type { Validated } from '../../../../src/domain/values/validation.js';
import { APP, MERCHANT, PAY, SHARING } from '../stories.js';

const keyed = { idempotencyKey: 'k' };
const ofAccount = { ...keyed, appId: APP };
const code = formatShareCode(new Uint8Array(16).fill(7));
const allow = (origin: string) => origin === 'https://console.example.com';
const long = (length: number) => '长'.repeat(length);
const many = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

/** Every input of the contract, valid. */
const VALID: Record<string, () => Validated<unknown>> = {
  authorizeAccount: () => accounts.validateAuthorizeAccount({ ...keyed }, allow),
  refreshAccountProfile: () => accounts.validateRefreshAccountProfile(ofAccount),
  releaseAccount: () => accounts.validateReleaseAccount(ofAccount),
  forceReleaseAccount: () => accounts.validateForceReleaseAccount({ ...ofAccount, reason: '注销' }),
  reconcileAuthorizations: () => accounts.validateReconcileAuthorizations({ ...keyed, dryRun: true }),
  addPaymentInterface: () =>
    accounts.validateAddPaymentInterface({ ...ofAccount, name: '主', merchantNumber: MERCHANT }),
  removePaymentInterface: () => accounts.validateRemovePaymentInterface({ ...keyed, paymentInterfaceId: PAY }),
  generateShareCodes: () => accounts.validateGenerateShareCodes({ ...ofAccount, count: 100 }),
  cancelShareCodes: () => accounts.validateCancelShareCodes({ ...ofAccount, labels: ['ab12cd34ef'] }),
  redeemShareCode: () => sharings.validateRedeemShareCode({ ...keyed, code }),
  revokeSharing: () => sharings.validateRevokeSharing({ ...keyed, sharingId: SHARING, unbindCommunities: true }),
  registerCommunities: () => communities.validateRegisterCommunities({ ...keyed, communities: [{ name: '东苑' }] }),
  renameCommunity: () => communities.validateRenameCommunity({ ...keyed, communityId: 'c1', name: '东苑' }),
  removeCommunity: () => communities.validateRemoveCommunity({ ...keyed, communityId: 'c1' }),
  bindCommunities: () => bindings.validateBindCommunities({ ...ofAccount, communityIds: many(1_000), move: false }),
  unbindCommunities: () => bindings.validateUnbindCommunities({ ...ofAccount, communityIds: ['c1'] }),
  bindPaymentInterface: () =>
    bindings.validateBindPaymentInterface({
      ...keyed,
      paymentInterfaceId: PAY,
      merchantNumber: MERCHANT,
      communityIds: ['c1'],
      replace: true,
    }),
  unbindPaymentInterface: () =>
    bindings.validateUnbindPaymentInterface({ ...keyed, paymentInterfaceId: PAY, communityIds: ['c1'] }),
};

it.each(Object.entries(VALID))('%s takes a valid input', (_, validate) => {
  expect(validate()).toMatchObject({ ok: true, value: keyed });
});

const problemsOf = (validated: Validated<unknown>): readonly InputProblem[] => (validated.ok ? [] : validated.problems);

const rename = (name: string) => communities.validateRenameCommunity({ ...keyed, communityId: 'c1', name });
const register = (...list: { name: string; externalId?: string | null }[]) =>
  communities.validateRegisterCommunities({ ...keyed, communities: list });
const unbind = (communityIds: readonly string[], appId = APP) =>
  bindings.validateUnbindCommunities({ ...keyed, appId, communityIds });
const payment = (merchantNumber: string) =>
  accounts.validateAddPaymentInterface({ ...ofAccount, name: 'x', merchantNumber });
const generate = (count: number) => accounts.validateGenerateShareCodes({ ...ofAccount, count });
const authorize = (returnUrl: string) => accounts.validateAuthorizeAccount({ ...keyed, returnUrl }, allow);
const key = (idempotencyKey: string) => communities.validateRemoveCommunity({ idempotencyKey, communityId: 'c1' });

const MISTAKES: [string, Validated<unknown>, InputProblem][] = [
  ['no key', key(''), { code: 'REQUIRED', path: ['idempotencyKey'] }],
  ['a long key', key('k'.repeat(129)), { code: 'TOO_LONG', path: ['idempotencyKey'], facts: { max: 128 } }],
  ['an empty name', rename(''), { code: 'REQUIRED', path: ['name'] }],
  ['a blank name', rename(' \u3000\t'), { code: 'REQUIRED', path: ['name'] }],
  ['a long name', rename(long(101)), { code: 'TOO_LONG', path: ['name'], facts: { max: 100 } }],
  ['a control character', rename('a\u0007b'), { code: 'NOT_ALLOWED', path: ['name'] }],
  ['a line break', rename('a\nb'), { code: 'NOT_ALLOWED', path: ['name'] }],
  ['half a character', rename('a\ud800b'), { code: 'NOT_ALLOWED', path: ['name'] }],
  ['an empty list', unbind([]), { code: 'TOO_FEW', path: ['communityIds'], facts: { min: 1 } }],
  ['a long list', unbind(many(1_001)), { code: 'TOO_MANY', path: ['communityIds'], facts: { max: 1_000 } }],
  ['a duplicate', unbind(['a', 'b', 'a']), { code: 'DUPLICATE', path: ['communityIds', '2'] }],
  ['an empty id', unbind(['a', '']), { code: 'REQUIRED', path: ['communityIds', '1'] }],
  ['a long id', unbind(['a'.repeat(129)]), { code: 'TOO_LONG', path: ['communityIds', '0'], facts: { max: 128 } }],
  ['no account', unbind(['a'], ''), { code: 'REQUIRED', path: ['appId'] }],
  ['a malformed account', unbind(['a'], 'WX00000000000000AA'), { code: 'BAD_FORMAT', path: ['appId'] }],
  ['no merchant number', payment(''), { code: 'REQUIRED', path: ['merchantNumber'] }],
  ['a short merchant number', payment('1234567'), { code: 'BAD_FORMAT', path: ['merchantNumber'] }],
  ['a long merchant number', payment('12345678901'), { code: 'BAD_FORMAT', path: ['merchantNumber'] }],
  ['no codes', generate(0), { code: 'OUT_OF_RANGE', path: ['count'], facts: { min: 1, max: 100 } }],
  ['101 codes', generate(101), { code: 'OUT_OF_RANGE', path: ['count'], facts: { min: 1, max: 100 } }],
  ['half a code', generate(1.5), { code: 'OUT_OF_RANGE', path: ['count'], facts: { min: 1, max: 100 } }],
  ['no share code', sharings.validateRedeemShareCode({ ...keyed, code: ' ' }), { code: 'REQUIRED', path: ['code'] }],
  [
    'a long share code',
    sharings.validateRedeemShareCode({ ...keyed, code: '2'.repeat(129) }),
    { code: 'TOO_LONG', path: ['code'], facts: { max: 128 } },
  ],
  [
    'an empty reason',
    accounts.validateForceReleaseAccount({ ...ofAccount, reason: '' }),
    { code: 'REQUIRED', path: ['reason'] },
  ],
  [
    'a long reason',
    accounts.validateForceReleaseAccount({ ...ofAccount, reason: long(501) }),
    { code: 'TOO_LONG', path: ['reason'], facts: { max: 500 } },
  ],
  ['no communities', register(), { code: 'TOO_FEW', path: ['communities'], facts: { min: 1 } }],
  [
    'a nameless community',
    register({ name: 'a' }, { name: '' }),
    { code: 'REQUIRED', path: ['communities', '1', 'name'] },
  ],
  [
    'an empty external id',
    register({ name: 'a', externalId: '' }),
    { code: 'REQUIRED', path: ['communities', '0', 'externalId'] },
  ],
  [
    'a long external id',
    register({ name: 'a', externalId: long(65) }),
    { code: 'TOO_LONG', path: ['communities', '0', 'externalId'], facts: { max: 64 } },
  ],
  [
    'an external id twice',
    register({ name: 'a', externalId: 'e' }, { name: 'b', externalId: ' e' }),
    { code: 'DUPLICATE', path: ['communities', '1', 'externalId'] },
  ],
  ['an empty address', authorize(''), { code: 'REQUIRED', path: ['returnUrl'] }],
  ['no address', authorize('nowhere'), { code: 'BAD_FORMAT', path: ['returnUrl'] }],
  ['a script', authorize('javascript:alert(1)'), { code: 'BAD_FORMAT', path: ['returnUrl'] }],
  ['a foreign origin', authorize('https://evil.example.com/'), { code: 'NOT_ALLOWED', path: ['returnUrl'] }],
  [
    'an endless address',
    authorize(`https://console.example.com/${'x'.repeat(2_048)}`),
    { code: 'TOO_LONG', path: ['returnUrl'], facts: { max: 2_048 } },
  ],
];

it.each(MISTAKES)('%s is a mistake with its path', (_, validated, problem) => {
  expect(problemsOf(validated)).toEqual([problem]);
});

it('names every mistake of an input at once', () => {
  const validated = accounts.validateAddPaymentInterface({
    idempotencyKey: '',
    appId: 'x',
    name: '',
    merchantNumber: 'x',
  });
  expect(problemsOf(validated).map(({ path }) => path)).toEqual([
    ['idempotencyKey'],
    ['appId'],
    ['name'],
    ['merchantNumber'],
  ]);
});

it('takes what is at the bounds, counted in characters', () => {
  expect(problemsOf(rename('𠮷'.repeat(100)))).toEqual([]);
  expect(problemsOf(key('𠮷'.repeat(128)))).toEqual([]);
  expect(problemsOf(register({ name: 'a', externalId: long(64) }, { name: 'a' }, { name: 'a' }))).toEqual([]);
  expect(problemsOf(accounts.validateForceReleaseAccount({ ...ofAccount, reason: long(500) }))).toEqual([]);
  expect(problemsOf(generate(1))).toEqual([]);
  expect(problemsOf(authorize('https://console.example.com/'.padEnd(2_048, 'x')))).toEqual([]);
});

it('gives values their normal form', () => {
  expect(rename(' Cafe\u0301\u3000')).toMatchObject({ value: { name: 'Café' } });
  expect(register({ name: 'a', externalId: ' e ' }, { name: 'b' })).toMatchObject({
    value: {
      communities: [
        { name: 'a', externalId: 'e' },
        { name: 'b', externalId: null },
      ],
    },
  });
  expect(payment(` ${MERCHANT} `)).toMatchObject({ value: { merchantNumber: MERCHANT } });
  expect(accounts.validateAuthorizeAccount({ ...keyed, returnUrl: null }, allow)).toMatchObject({
    value: { returnUrl: null },
  });
  expect(authorize('https://console.example.com')).toMatchObject({
    value: { returnUrl: 'https://console.example.com/' },
  });
});

it('R11: a mistyped code is no InvalidInput but the first refusal of redeeming', () => {
  expect(sharings.validateRedeemShareCode({ ...keyed, code: ` ${code.toLowerCase()} ` })).toEqual({
    ok: true,
    value: { ...keyed, code },
  });
  expect(sharings.validateRedeemShareCode({ ...keyed, code: 'ABCD' })).toEqual({
    ok: true,
    value: { ...keyed, code: null },
  });
});
