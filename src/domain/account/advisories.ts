import type { AccountCondition, AccountProfile } from './events.js';

export type AccountAdvisory =
  | 'UNVERIFIED'
  | 'SUBSCRIPTION_ACCOUNT'
  | 'MISSING_MENU_PERMISSION'
  | 'MISSING_MESSAGE_PERMISSION'
  | 'NO_PAYMENT_INTERFACE'
  | 'ACCOUNT_FROZEN'
  | 'ACCOUNT_BANNED'
  | 'ACCOUNT_CANCELLED';

/** WeChat's number of the permission set for receiving and answering messages. */
const MESSAGES = 1;
/** WeChat's number of the permission set for custom menus. */
export const CUSTOM_MENU = 15;

const OF_CONDITION: Readonly<Record<AccountCondition, AccountAdvisory | null>> = {
  NORMAL: null,
  // A warning by WeChat limits nothing yet.
  WARNED: null,
  FROZEN: 'ACCOUNT_FROZEN',
  BANNED: 'ACCOUNT_BANNED',
  CANCELLED: 'ACCOUNT_CANCELLED',
};

/** R3: what an account that was accepted all the same will not be able to do, in a fixed order. */
export function advisories(
  profile: Pick<AccountProfile, 'kind' | 'verified' | 'condition'>,
  permissions: readonly number[],
  hasInterface: boolean,
): AccountAdvisory[] {
  const ofCondition = OF_CONDITION[profile.condition];
  const found: (AccountAdvisory | false)[] = [
    !profile.verified && 'UNVERIFIED',
    profile.kind === 'SUBSCRIPTION' && 'SUBSCRIPTION_ACCOUNT',
    !permissions.includes(CUSTOM_MENU) && 'MISSING_MENU_PERMISSION',
    !permissions.includes(MESSAGES) && 'MISSING_MESSAGE_PERMISSION',
    !hasInterface && 'NO_PAYMENT_INTERFACE',
    ofCondition !== null && ofCondition,
  ];
  return found.filter((advisory) => advisory !== false);
}
