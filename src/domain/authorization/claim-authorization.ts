import { accept, UNCHANGED, type Decision } from '../decision.js';
import { toAuthorization } from './authorization-stream.js';
import type { AuthorizationState } from './state.js';

export interface ClaimAuthorization {
  readonly authorization: AuthorizationState;
  /** Random id of this claim. */
  readonly claimId: string;
}

/**
 * R1: of all who bring WeChat's result, in any order, perhaps twice, perhaps on two processes, one may exchange it.
 * Accepted: that one is you. Unchanged: another one was first or the run has its outcome already; or, when the state is
 * NONE, nobody ever started it. The time does not matter: WeChat has granted.
 */
export function decideClaimAuthorization({ authorization, claimId }: ClaimAuthorization): Decision {
  if (authorization.status !== 'WAITING') return UNCHANGED;
  const { authorizationId, tenantId } = authorization;
  const data = { authorizationId, tenantId, claimId };
  return accept([toAuthorization({ type: 'AuthorizationResultClaimed', data })]);
}
