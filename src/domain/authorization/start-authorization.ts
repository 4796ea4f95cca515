import { accept, UNCHANGED, type Decision } from '../decision.js';
import { toAuthorization } from './authorization-stream.js';
import type { AuthorizationState } from './state.js';

export interface StartAuthorization {
  readonly authorization: AuthorizationState;
  readonly tenantId: string;
  readonly authorizationId: string;
  /** When the QR code dies, ISO 8601: WeChat says. */
  readonly expiresAt: string;
  readonly returnUrl: string | null;
}

/** R1: a tenant starts an authorization. */
export function decideStartAuthorization(input: StartAuthorization): Decision {
  const { authorization, tenantId, authorizationId, expiresAt, returnUrl } = input;
  if (authorization.status !== 'NONE') return UNCHANGED;
  const data = { authorizationId, tenantId, expiresAt, returnUrl };
  return accept([toAuthorization({ type: 'AuthorizationStarted', data })]);
}
