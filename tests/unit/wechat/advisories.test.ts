import { advisories } from '../../../src/domain/account/advisories.js';
import type { AccountCondition, AccountKind } from '../../../src/domain/account/events.js';

describe('R3: advisories', () => {
  const account = (kind: AccountKind, verified: boolean, condition: AccountCondition = 'NORMAL') => ({
    kind,
    verified,
    condition,
  });

  test.each([
    ['nothing to say', account('SERVICE', true), [1, 15], true, []],
    ['unverified', account('SERVICE', false), [1, 15], true, ['UNVERIFIED']],
    ['subscription account', account('SUBSCRIPTION', true), [1, 15], true, ['SUBSCRIPTION_ACCOUNT']],
    ['menu not granted', account('SERVICE', true), [1], true, ['MISSING_MENU_PERMISSION']],
    ['messages not granted', account('SERVICE', true), [15], true, ['MISSING_MESSAGE_PERMISSION']],
    ['no payment interface', account('SERVICE', true), [1, 15], false, ['NO_PAYMENT_INTERFACE']],
    ['warned', account('SERVICE', true, 'WARNED'), [1, 15], true, []],
    ['frozen', account('SERVICE', true, 'FROZEN'), [1, 15], true, ['ACCOUNT_FROZEN']],
    ['banned', account('SERVICE', true, 'BANNED'), [1, 15], true, ['ACCOUNT_BANNED']],
    ['cancelled', account('SERVICE', true, 'CANCELLED'), [1, 15], true, ['ACCOUNT_CANCELLED']],
    [
      'everything at once',
      account('SUBSCRIPTION', false, 'FROZEN'),
      [],
      false,
      [
        'UNVERIFIED',
        'SUBSCRIPTION_ACCOUNT',
        'MISSING_MENU_PERMISSION',
        'MISSING_MESSAGE_PERMISSION',
        'NO_PAYMENT_INTERFACE',
        'ACCOUNT_FROZEN',
      ],
    ],
  ])('%s', (_, profile, permissions, hasInterface, expected) => {
    expect(advisories(profile, permissions, hasInterface)).toEqual(expected);
  });
});
