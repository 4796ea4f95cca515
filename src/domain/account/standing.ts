import type { Refusal } from '../refusal.js';
import type { AccountState } from './state.js';

/** A numbered ownership of an account (R7), as its events name it. */
export interface Tenure {
  readonly appId: string;
  readonly tenure: number;
  readonly owner: string;
}

/** What a tenant is to an account now. */
export type Standing =
  | { readonly role: 'OWNER'; readonly tenure: Tenure; readonly sharingId: null }
  | { readonly role: 'RECIPIENT'; readonly tenure: Tenure; readonly sharingId: string };

/** The ownership that holds now; null when nobody owns the account. */
export function tenureOf({ appId, tenure, owner }: AccountState): Tenure | null {
  return appId === null || owner === null ? null : { appId, tenure, owner };
}

/** Null for a tenant that may not know that the account exists (R27). */
export function standingOf(account: AccountState, tenantId: string): Standing | null {
  const tenure = tenureOf(account);
  if (tenure === null) return null;
  if (tenure.owner === tenantId) return { role: 'OWNER', tenure, sharingId: null };
  const sharingId = account.activeSharingByRecipient.get(tenantId);
  return sharingId === undefined ? null : { role: 'RECIPIENT', tenure, sharingId };
}

/** R6. `null` while the account may be acted for. */
export const unauthorizedRefusal = (account: AccountState): Refusal | null =>
  account.status === 'AUTHORIZED' ? null : { code: 'ACCOUNT_NOT_AUTHORIZED', since: account.deauthorizedAt };

export type AsOwner = { readonly tenure: Tenure } | { readonly refusal: Refusal };

/** R5: what only the owner may do. */
export function asOwner(account: AccountState, tenantId: string): AsOwner {
  const standing = standingOf(account, tenantId);
  if (standing === null) return { refusal: { code: 'ACCOUNT_NOT_FOUND' } };
  if (standing.role !== 'OWNER') return { refusal: { code: 'NOT_ACCOUNT_OWNER' } };
  return { tenure: standing.tenure };
}

/** R5, R6: what only the owner may do, and only while the account is authorized. */
export function asAuthorizedOwner(account: AccountState, tenantId: string): AsOwner {
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return owner;
  const refusal = unauthorizedRefusal(account);
  return refusal === null ? owner : { refusal };
}
