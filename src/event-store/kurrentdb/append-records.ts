import {
  END,
  type AppendRecordInput,
  type AppendRecordsResult,
  type ConsistencyCheck,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { mayNotLead } from './failures.js';
import { leave } from './leave.js';
import type { Names } from './names.js';

const ANSWER_MS = 2_000;

/**
 * Appends once. A node that has ceased to lead refuses that in words which the client does not understand, so that it
 * would ask this node for ever; then the leader is looked for before the refusal is thrown.
 */
export async function appendRecords(
  client: KurrentDBClient,
  names: Names,
  records: AppendRecordInput[],
  checks: ConsistencyCheck[],
): Promise<AppendRecordsResult> {
  try {
    return await client.appendRecords(records, checks);
  } catch (error) {
    if (mayNotLead(error)) await seekLeader(client, names);
    throw error;
  }
}

/** A subscription that wants the leader is told who it is, and the client goes there with whatever is asked next. */
async function seekLeader(client: KurrentDBClient, names: Names): Promise<void> {
  const subscription = client.subscribeToStream(names.growth, { fromRevision: END, requiresLeader: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve) => {
      const told = (): void => resolve();
      timer = setTimeout(told, ANSWER_MS);
      subscription.on('confirmation', told).on('close', told).on('error', told);
    });
  } finally {
    clearTimeout(timer);
    leave(subscription);
  }
}
