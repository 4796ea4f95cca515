import { InvalidAppendError } from './errors.js';
import type { AppendRequest, Check, EventMetadata, NewRecord } from './port.js';

const STREAM = /^[a-z0-9][a-z0-9_.-]{0,199}$/;
const EVENT_TYPE = /^[\p{L}\p{N}_.$:-]{1,200}$/u;
/** Ids are compared byte by byte on every engine, so only characters that every engine keeps as they are. */
const ID = /^[\x20-\x7e]{1,200}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * What every adapter asks of an append before it does anything.
 *
 * @throws InvalidAppendError saying what breaks the contract
 */
export function validateAppend({ command, records, checks }: AppendRequest): void {
  if (!ID.test(command.id) || !ID.test(command.fingerprint)) {
    throw new InvalidAppendError('Command id and fingerprint are 1 to 200 printable ASCII characters.');
  }
  validateRecords(records);
  validateChecks(checks);
}

function validateRecords(records: readonly NewRecord[]): void {
  const [first] = records;
  if (first === undefined) throw new InvalidAppendError('An append needs at least one record.');
  const { occurredAt } = first.event.metadata;
  if (!INSTANT.test(occurredAt) || Number.isNaN(Date.parse(occurredAt))) {
    throw new InvalidAppendError(`occurredAt is ISO 8601, UTC, with milliseconds; got ${JSON.stringify(occurredAt)}.`);
  }
  const ids = new Set<string>();
  let accepted: EventMetadata | undefined;
  for (const { stream, event } of records) {
    validateStream(stream);
    if (!EVENT_TYPE.test(event.type)) throw new InvalidAppendError(`Not an event type: ${JSON.stringify(event.type)}.`);
    if (!ID.test(event.id)) throw new InvalidAppendError('An event id is 1 to 200 printable ASCII characters.');
    ids.add(event.id);
    if (event.metadata !== accepted) validateMetadata(event.metadata, occurredAt);
    accepted = event.metadata;
  }
  if (ids.size !== records.length) throw new InvalidAppendError('Two records have the same event id.');
}

function validateMetadata(metadata: EventMetadata, occurredAt: string): void {
  if (metadata.occurredAt !== occurredAt)
    throw new InvalidAppendError('All records of an append share one occurredAt.');
  for (const key in metadata) {
    const value: unknown = metadata[key as keyof EventMetadata];
    if (typeof value !== 'string') throw new InvalidAppendError(`Metadata ${key} is not a string.`);
    // KurrentDB reserves the prefix.
    if (key.startsWith('$')) throw new InvalidAppendError(`Metadata ${key} begins with $.`);
  }
}

function validateChecks(checks: readonly Check[]): void {
  const checked = new Set<string>();
  for (const { stream, expect } of checks) {
    validateStream(stream);
    if (checked.has(stream)) throw new InvalidAppendError(`Two checks on ${stream}.`);
    checked.add(stream);
    if (expect === 'no-stream' || expect === 'exists') continue;
    if (!Number.isSafeInteger(expect.revision) || expect.revision < 0) {
      throw new InvalidAppendError(`The revision expected of ${stream} is not a whole number from 0.`);
    }
  }
}

function validateStream(stream: string): void {
  if (!STREAM.test(stream)) throw new InvalidAppendError(`Not a stream name: ${JSON.stringify(stream)}.`);
}
