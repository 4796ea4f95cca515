import type { EventToWrite, PastEvent } from '../event.js';
import { InconsistentStreamError } from '../inconsistent-stream.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { ShareCodeEvent } from './events.js';
import type { ShareCodeState } from './state.js';

const PREFIX = 'sharecode-';

function evolve(state: ShareCodeState, { event }: PastEvent<ShareCodeEvent>): ShareCodeState {
  if (event.type === 'ShareCodeGenerated') {
    const { digest, label, appId, tenure, owner, expiresAt } = event.data;
    return { status: 'OPEN', digest, label, appId, tenure, owner, expiresAt, redeemedBy: null };
  }
  if (state.status === 'NONE')
    throw new InconsistentStreamError(`${event.type} of a share code that was never issued.`);
  switch (event.type) {
    case 'ShareCodeRedeemed':
      return { ...state, status: 'REDEEMED', redeemedBy: event.data.recipient };
    case 'ShareCodeCancelled':
      return { ...state, status: 'CANCELLED' };
  }
}

/** `sharecode-{digest}`: issued, then at most one of redeemed and cancelled. */
export const shareCodeStream: StreamKind<ShareCodeState, ShareCodeEvent> = {
  prefix: PREFIX,
  initial: { status: 'NONE' },
  evolve,
  upcast: firstShapes<ShareCodeEvent>(PREFIX, {
    ShareCodeGenerated: true,
    ShareCodeRedeemed: true,
    ShareCodeCancelled: true,
  }),
};

/** An event for the code that it names. It concerns the account's owner. */
export const toShareCode = (event: ShareCodeEvent): EventToWrite<ShareCodeEvent> => ({
  stream: streamOf(shareCodeStream, event.data.digest),
  event,
  tenant: event.data.owner,
});
