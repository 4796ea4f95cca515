import { setImmediate as nextTurn } from 'node:timers/promises';
import { ClientError } from 'graphql-request';

const TRIES = 10;

/** Whether nobody knows what became of it, or it is neither accepted nor refused: send the same key again. */
function saysTryAgain(error: unknown): boolean {
  // A connection that was lost, as undici tells it.
  if (error instanceof TypeError && error.message === 'fetch failed') return true;
  if (error instanceof ClientError) {
    return error.response.errors?.some(({ extensions }) => extensions['code'] === 'TRY_AGAIN') ?? false;
  }
  return error instanceof Error && 'code' in error && error.code === 'TRY_AGAIN';
}

/** As clients do on a busy machine: what is told to try again, or lost with its connection, is sent again with the same key. */
export async function persistently<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (tries === TRIES || !saysTryAgain(error)) throw error;
      // Connections that the server has closed meanwhile are noticed before another one is taken from the pool.
      await nextTurn();
    }
  }
}
