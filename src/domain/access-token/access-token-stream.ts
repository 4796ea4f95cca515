import type { EventToWrite } from '../event.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { AccessTokenEvent } from './events.js';

const PREFIX = 'access-token-';

/**
 * `access-token-{command id}`: that one service was given one version of a token. A stream for each, so that asking
 * again costs the same however often tokens were issued before.
 */
export const accessTokenStream: StreamKind<null, AccessTokenEvent> = {
  prefix: PREFIX,
  initial: null,
  evolve: () => null,
  upcast: firstShapes<AccessTokenEvent>(PREFIX, { AccessTokenIssued: true }),
};

/** It concerns the account's owner. */
export const toAccessToken = (commandId: string, event: AccessTokenEvent): EventToWrite<AccessTokenEvent> => ({
  stream: streamOf(accessTokenStream, commandId),
  event,
  tenant: event.data.owner,
});
