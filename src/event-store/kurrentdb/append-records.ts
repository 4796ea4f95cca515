import {
  DeadlineExceededError,
  NotLeaderError,
  UnavailableError,
  type AppendRecordInput,
  type ConsistencyCheck,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { appendEncoded } from './append-encoded.js';
import { mayNotLead } from './failures.js';
import { insideOf } from './inside.js';

/** How the refusal of a node that does not lead ends, if it knows who does. */
const LEADER = / at (\S+):(\d{1,5})$/;

/** What the client's own errors are made of. */
type Failure = ConstructorParameters<typeof NotLeaderError>[0];

/**
 * Appends once, and tells where the last of the records stands. A node that has ceased to lead refuses that in words which the client does not understand, and one whose
 * address swallows what is sent says nothing, so that the client would ask this node on and on: before the failure is
 * thrown, the client is told in its own words.
 */
export async function appendRecords(
  client: KurrentDBClient,
  records: readonly AppendRecordInput[],
  checks: readonly ConsistencyCheck[],
): Promise<bigint> {
  const inside = insideOf(client);
  // Of several requests that have failed there, the first one leaves this node, and the others leave the next one alone.
  const channel = await inside.getChannel();
  try {
    return await appendEncoded(client, records, checks);
  } catch (error) {
    if (mayNotLead(error) || error instanceof DeadlineExceededError) {
      await inside.handleError({ getChannel: () => channel }, inItsWords(error));
    }
    throw error;
  }
}

/** Where the leader is; or, when the node does not tell, that it is to be looked for. */
export function inItsWords({ message }: Error): NotLeaderError | UnavailableError {
  const [, host, port] = LEADER.exec(message) ?? [];
  const failure = (metadata: Record<string, string>): Failure =>
    Object.assign(new Error(message), { metadata }) as unknown as Failure;
  if (host === undefined || port === undefined) return new UnavailableError(failure({}));
  return new NotLeaderError(failure({ 'leader-endpoint-host': host, 'leader-endpoint-port': port }));
}
