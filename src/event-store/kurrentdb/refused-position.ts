import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { codeOf } from './failures.js';
import { leave } from './leave.js';

/** gRPC's INVALID_ARGUMENT: what the server answers when no record begins at a position. */
const INVALID_ARGUMENT = 3;
const ANSWER_MS = 10_000;

/**
 * Whether no record begins at a position of $all. A read from there fails as if the server did not answer; only a
 * subscription is told why.
 */
export async function isRefused(client: KurrentDBClient, position: bigint): Promise<boolean> {
  const fromPosition = { commit: position, prepare: position };
  const subscription = client.subscribeToAll({ fromPosition, requiresLeader: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      const begins = (): void => resolve(false);
      timer = setTimeout(begins, ANSWER_MS);
      subscription.on('data', begins).on('caughtUp', begins).on('close', begins);
      subscription.on('error', (error) => resolve(codeOf(error) === INVALID_ARGUMENT));
    });
  } finally {
    clearTimeout(timer);
    leave(subscription);
  }
}
