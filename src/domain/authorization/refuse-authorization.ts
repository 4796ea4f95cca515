import { accept, UNCHANGED, type Decision } from '../decision.js';
import type { EventToWrite } from '../event.js';
import { toAuthorization } from './authorization-stream.js';
import type { AuthorizationEvent } from './events.js';
import type { AuthorizationState, StartedAuthorization } from './state.js';

export interface RefuseAuthorization {
  readonly authorization: AuthorizationState;
  readonly errcode: number;
  readonly errmsg: string;
}

/** WeChat refused to exchange the result of a claimed run. Unchanged when the run is not waiting for an exchange. */
export function decideRefuseAuthorization({ authorization, errcode, errmsg }: RefuseAuthorization): Decision {
  if (authorization.status !== 'CLAIMED') return UNCHANGED;
  return accept([refusedByWeChat(authorization, errcode, errmsg)]);
}

export function refusedByWeChat(
  { authorizationId, tenantId }: StartedAuthorization,
  errcode: number,
  errmsg: string,
): EventToWrite<AuthorizationEvent> {
  const refusal = { code: 'WECHAT_REFUSED', appId: null, errcode, errmsg } as const;
  return toAuthorization({ type: 'AuthorizationRefused', data: { authorizationId, tenantId, ...refusal } });
}
