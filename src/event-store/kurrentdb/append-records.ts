import {
  NotLeaderError,
  UnavailableError,
  type AppendRecordInput,
  type AppendRecordsResult,
  type ConsistencyCheck,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { mayNotLead } from './failures.js';
import { insideOf } from './inside.js';

/** How the refusal of a node that does not lead ends, if it knows who does. */
const LEADER = / at (\S+):(\d{1,5})$/;

/** What the client's own errors are made of. */
type Failure = ConstructorParameters<typeof NotLeaderError>[0];

/**
 * Appends once. A node that has ceased to lead refuses that in words which the client does not understand, so that it
 * would ask this node for ever: before the refusal is thrown, the client is told in its own.
 */
export async function appendRecords(
  client: KurrentDBClient,
  records: AppendRecordInput[],
  checks: ConsistencyCheck[],
): Promise<AppendRecordsResult> {
  const inside = insideOf(client);
  // Of several requests that this node has refused, the first one leaves it, and the others leave the next one alone.
  const channel = await inside.getChannel();
  try {
    return await client.appendRecords(records, checks);
  } catch (error) {
    if (mayNotLead(error)) await inside.handleError({ getChannel: () => channel }, inItsWords(error));
    throw error;
  }
}

/** Where the leader is; or, when the node does not know, that another one is to be asked. */
export function inItsWords({ message }: Error): NotLeaderError | UnavailableError {
  const [, host, port] = LEADER.exec(message) ?? [];
  const failure = (metadata: Record<string, string>): Failure =>
    Object.assign(new Error(message), { metadata }) as unknown as Failure;
  if (host === undefined || port === undefined) return new UnavailableError(failure({}));
  return new NotLeaderError(failure({ 'leader-endpoint-host': host, 'leader-endpoint-port': port }));
}
