import { join } from 'node:path';
import { encodeAppend } from '../../src/event-store/embedded/encode.js';
import { INSERT_EVENT, INSERT_RECEIPT, TABLES, WRITER_SETTINGS } from '../../src/event-store/embedded/schema.js';
import { connect } from '../../src/event-store/embedded/sqlite.js';
import type { AppendRequest } from '../../src/event-store/port.js';

type Row = (string | number)[];

interface RawAppend {
  readonly receipt: Row;
  readonly event: Row;
}

/**
 * The least that the same rows can cost through the same driver: no threads, conditions, promises or messages.
 *
 * @param requests of one record each, in log order @param batches how many of them go into each transaction
 * @returns seconds
 */
export function rawLoop(folder: string, requests: readonly AppendRequest[], batches: readonly number[]): number {
  const appends = rowsOf(requests);
  const connection = connect(join(folder, 'raw.db'));
  connection.exec(`${WRITER_SETTINGS} ${TABLES}`);
  const insertReceipt = connection.prepare(INSERT_RECEIPT);
  const insertEvent = connection.prepare(INSERT_EVENT);
  let at = 0;
  const begin = performance.now();
  for (const batch of batches) {
    connection.exec('BEGIN IMMEDIATE');
    for (const { receipt, event } of appends.slice(at, at + batch)) {
      insertReceipt.run(receipt);
      insertEvent.run(event);
    }
    connection.exec('COMMIT');
    at += batch;
  }
  const seconds = (performance.now() - begin) / 1000;
  connection.close();
  return seconds;
}

function rowsOf(requests: readonly AppendRequest[]): RawAppend[] {
  const lengths = new Map<string, number>();
  return requests.map((request, index) => {
    const position = index + 1;
    const { commandId, fingerprint, occurredAt, records } = encodeAppend(request);
    const [stream = '', ...rest] = records;
    const revision = lengths.get(stream) ?? 0;
    lengths.set(stream, revision + 1);
    const [type = '', id = '', metadata = '', data = ''] = rest;
    return {
      receipt: [commandId, fingerprint, position, position],
      event: [position, stream, revision, type, id, occurredAt, metadata, data],
    };
  });
}
