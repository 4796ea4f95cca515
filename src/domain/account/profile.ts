import type { EventToWrite } from '../event.js';
import { toAccount } from './account-stream.js';
import type { AccountEvent, AccountProfile } from './events.js';
import type { Tenure } from './standing.js';
import type { AccountState } from './state.js';

const FIELDS: Readonly<Record<keyof AccountProfile, true>> = {
  nickname: true,
  avatarUrl: true,
  originalId: true,
  principalName: true,
  kind: true,
  verified: true,
  qrCodeUrl: true,
  condition: true,
};

/** Names of the fields that differ. */
export const changedFields = (
  before: AccountProfile | null,
  after: AccountProfile,
): readonly (keyof AccountProfile)[] =>
  (Object.keys(FIELDS) as (keyof AccountProfile)[]).filter((field) => before?.[field] !== after[field]);

export function profileRefreshed(
  account: AccountState,
  tenure: Tenure,
  profile: AccountProfile,
): EventToWrite<AccountEvent> {
  const changed = changedFields(account.profile, profile);
  return toAccount({ type: 'AccountProfileRefreshed', data: { ...tenure, profile, changed } });
}

/** Nothing when the administrator granted the same as before. */
export function permissionsChanged(
  account: AccountState,
  tenure: Tenure,
  permissions: readonly number[],
): readonly EventToWrite<AccountEvent>[] {
  const ascending = ascendingOnce(permissions);
  const before = account.permissions;
  if (ascending.length === before.length && ascending.every((id, index) => id === before[index])) return [];
  return [toAccount({ type: 'AccountPermissionsChanged', data: { ...tenure, permissions: ascending } })];
}

/** Permission sets as events hold them. */
export const ascendingOnce = (permissions: readonly number[]): readonly number[] =>
  [...new Set(permissions)].sort((a, b) => a - b);
