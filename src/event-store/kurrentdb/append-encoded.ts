import type { AppendRecordInput, ConsistencyCheck, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { decodePosition, encodeRequest } from './append-encoding.js';
import { insideOf, type Inside, type ServiceClient } from './inside.js';

/** The method of the server's service, as the client names it. */
const METHOD = 'appendRecords';

/** What the client reads of the server's answer. */
interface Answer {
  getRevisionsList(): readonly never[];
  getPosition(): bigint;
}

/**
 * The client's `appendRecords`, which does all that it does (credentials, deadline, the names of what it failed with,
 * the look for another node) but encode the request and decode the answer: what it would have encoded is empty, and is
 * left aside for what was encoded here. Tells where the last of the records stands.
 */
export async function appendEncoded(
  client: KurrentDBClient,
  records: readonly AppendRecordInput[],
  checks: readonly ConsistencyCheck[],
): Promise<bigint> {
  const request = encodeRequest(records, checks);
  const inside = insideOf(client);
  const execute: Inside['execute'] = (service, name, ask) => {
    const path = service.service[METHOD]?.path;
    if (path === undefined) throw new Error(`The client does not know ${METHOD}.`);
    return inside.execute(service, name, (grpc) => ask(sendingInstead(grpc, path, request)));
  };
  const lending = Object.create(client, { execute: { value: execute } }) as KurrentDBClient;
  return (await lending.appendRecords([], [])).position;
}

/** The service as the client calls it. */
function sendingInstead(grpc: ServiceClient, path: string, request: Uint8Array): ServiceClient {
  const send = (
    _: unknown,
    headers: unknown,
    options: unknown,
    done: (error: Error | null, answer?: Answer) => void,
  ): void => grpc.makeUnaryRequest(path, asItIs, decodeAnswer, request, headers, options, done);
  return { [METHOD]: send } as unknown as ServiceClient;
}

const asItIs = (bytes: Uint8Array): Uint8Array => bytes;

function decodeAnswer(bytes: Uint8Array): Answer {
  const position = decodePosition(bytes);
  return { getRevisionsList: () => [], getPosition: () => position };
}
