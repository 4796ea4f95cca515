import type { EventToWrite, PastEvent } from '../event.js';
import { InconsistentStreamError } from '../inconsistent-stream.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { AuthorizationEvent } from './events.js';
import type { AuthorizationState } from './state.js';

const PREFIX = 'authorization-';

function evolve(state: AuthorizationState, { event }: PastEvent<AuthorizationEvent>): AuthorizationState {
  if (event.type === 'AuthorizationStarted') {
    const { authorizationId, tenantId, expiresAt, returnUrl } = event.data;
    return { status: 'WAITING', authorizationId, tenantId, expiresAt, returnUrl, claimId: null, refusal: null };
  }
  if (state.status === 'NONE') throw new InconsistentStreamError(`${event.type} of a run that was never started.`);
  switch (event.type) {
    case 'AuthorizationResultClaimed':
      return { ...state, status: 'CLAIMED', claimId: event.data.claimId };
    case 'AuthorizationSucceeded':
      return { ...state, status: 'AUTHORIZED' };
    case 'AuthorizationRefused':
      return { ...state, status: 'REFUSED', refusal: event.data.code };
  }
}

/** `authorization-{id}`: one run of the QR flow. */
export const authorizationStream: StreamKind<AuthorizationState, AuthorizationEvent> = {
  prefix: PREFIX,
  initial: { status: 'NONE' },
  evolve,
  upcast: firstShapes<AuthorizationEvent>(PREFIX, {
    AuthorizationStarted: true,
    AuthorizationResultClaimed: true,
    AuthorizationSucceeded: true,
    AuthorizationRefused: true,
  }),
};

/** An event for the run that it names. It concerns the tenant that started it. */
export const toAuthorization = (event: AuthorizationEvent): EventToWrite<AuthorizationEvent> => ({
  stream: streamOf(authorizationStream, event.data.authorizationId),
  event,
  tenant: event.data.tenantId,
});
