import { createHash, randomUUID } from 'node:crypto';
import {
  jsonEvent,
  STREAM_STATE,
  type AppendRecordInput,
  type AppendStreamState,
  type JSONType,
  type StreamStateCheck,
} from '@kurrent/kurrentdb-client';
import { encodeData } from '../encode-data.js';
import type { AppendRequest, Check, NewEvent } from '../port.js';
import { InvalidAppendError } from '../errors.js';
import { validateAppend } from '../validate.js';
import type { Names } from './names.js';
import { RECEIPT_TYPE, type ReceiptData } from './receipt.js';

/** Metadata of an event whose id the server cannot take as it is. */
export const OWN_ID = 'eventId';

/** The server takes requests of 30,000,000 bytes and says nothing of use of larger ones. */
const MOST_BYTES = 28_000_000;
/** What names, ids and metadata add to a record, at most. */
const RECORD_BYTES = 1_024;

/** The server's ids are UUIDs, written as here. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

/** An append as the client sends it, by itself or with others, the same however often it is sent. */
export interface EncodedAppend {
  readonly records: readonly AppendRecordInput[];
  readonly checks: readonly StreamStateCheck[];
  /** How many of the records are domain events, the last one among them. */
  readonly events: number;
  /** Id of that last one. */
  readonly lastEvent: string;
  /** Room that it takes in a request, at most about. */
  readonly bytes: number;
  /** Id of the receipt's record: new for each call of `append`, so that who comes again is told from who asks again. */
  readonly receiptId: string;
}

/**
 * The receipt first, which must be new, then the records in their order. Everything is copied here and now, so that
 * what the caller does to its objects afterwards changes nothing.
 *
 * @throws InvalidAppendError
 */
export function encodeAppend(names: Names, request: AppendRequest): EncodedAppend {
  validateAppend(request);
  const { command, records, checks } = request;
  const texts = records.map(({ event }) => encodeData(event.data));
  const bytes = sizeOf(texts);
  if (bytes > MOST_BYTES) throw new InvalidAppendError('The append is larger than the server takes.');
  const receiptId = randomUUID();
  const receipt = names.receipt(command.id);
  const data: ReceiptData = {
    fingerprint: command.fingerprint,
    events: records.length,
    occurredAt: records[0]?.event.metadata.occurredAt ?? '',
  };
  return {
    records: [
      encodeReceipt(names, command.id, data, receiptId),
      // The client makes text of the data later on, so it gets a copy.
      ...records.map(({ stream, event }, index) =>
        encodeEvent(names, stream, event, JSON.parse(texts[index] ?? '') as Record<string, JSONType>),
      ),
    ],
    checks: [
      expected(receipt, 'no_stream'),
      ...checks.map(({ stream, expect }) => expected(names.stream(stream), stateOf(expect))),
    ],
    events: records.length,
    lastEvent: records.at(-1)?.event.id ?? '',
    bytes,
    receiptId,
  };
}

const sizeOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + RECORD_BYTES + Buffer.byteLength(text), 0);

/** The record that remembers an accepted command. */
export const encodeReceipt = (
  names: Names,
  commandId: string,
  data: ReceiptData,
  id: string = randomUUID(),
): AppendRecordInput => ({
  streamName: names.receipt(commandId),
  record: jsonEvent({ id, type: RECEIPT_TYPE, data: { ...data } }),
});

/** @param more metadata of ours that the event itself does not have */
export function encodeEvent(
  names: Names,
  stream: string,
  { id, type, metadata }: Omit<NewEvent, 'data'>,
  data: Record<string, JSONType>,
  more: Readonly<Record<string, string>> = {},
): AppendRecordInput {
  const isTaken = UUID.test(id) && id !== NIL;
  return {
    streamName: names.stream(stream),
    record: jsonEvent({
      id: isTaken ? id : uuidOf(id),
      type,
      data,
      metadata: isTaken ? { ...metadata, ...more } : { ...metadata, ...more, [OWN_ID]: id },
    }),
  };
}

/** The same UUID for the same id, whichever process writes it. */
function uuidOf(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20, 32)].join('-');
}

/** A condition of an append. */
export const expected = (streamName: string, expectedState: AppendStreamState): StreamStateCheck => ({
  type: STREAM_STATE,
  streamName,
  expectedState,
});

function stateOf(expect: Check['expect']): AppendStreamState {
  if (expect === 'no-stream') return 'no_stream';
  return expect === 'exists' ? 'stream_exists' : BigInt(expect.revision);
}
