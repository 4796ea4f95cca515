import { setTimeout as delay } from 'node:timers/promises';

export interface RetryPolicy {
  /** How often one request is sent at most. */
  readonly attempts: number;
  /** Upper bound of the first pause, milliseconds; doubles each time. */
  readonly basePause: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, basePause: 200 };

/** A pause somewhere up to the bound (full jitter), so that callers who failed together do not come back together. */
export async function pause({ basePause }: RetryPolicy, attempt: number): Promise<void> {
  await delay(Math.random() * basePause * 2 ** (attempt - 1));
}
