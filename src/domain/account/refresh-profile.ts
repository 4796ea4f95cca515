import { accept, refuse, type Decision } from '../decision.js';
import type { AccountProfile } from './events.js';
import { permissionsChanged, profileRefreshed } from './profile.js';
import { asAuthorizedOwner } from './standing.js';
import type { AccountState } from './state.js';

export interface RefreshProfile {
  readonly account: AccountState;
  readonly tenantId: string;
  readonly profile: AccountProfile;
  readonly permissions: readonly number[];
}

/** The owner had WeChat asked for the profile. */
export function decideRefreshProfile({ account, tenantId, profile, permissions }: RefreshProfile): Decision {
  const owner = asAuthorizedOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  return accept([
    profileRefreshed(account, owner.tenure, profile),
    ...permissionsChanged(account, owner.tenure, permissions),
  ]);
}
