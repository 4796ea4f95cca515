import { parentPort, workerData } from 'node:worker_threads';
import { EventStoreDamagedError } from '../../../event-store/errors.js';
import { LogReader, type LogRow } from '../../../event-store/embedded/log-reader.js';
import { HASH_BYTES } from '../../merkle/hashes.js';
import { foundIn, type Found } from '../../verify/found.js';
import type { FromHashing, Hashed, HashingInput, Stretch, ToHashing } from './messages.js';

if (parentPort === null) throw new Error('This file runs in a worker thread.');
const port = parentPort;
const { path } = workerData as HashingInput;
const log = new LogReader(path);
const page = log.pagerOfLog(undefined);

port.on('message', (message: ToHashing) => {
  if (message === 'close') {
    log.close();
    port.close();
    return;
  }
  try {
    const hashed = hash(message);
    port.postMessage(hashed satisfies FromHashing, [hashed.hashes.buffer]);
  } catch (error) {
    const failed: FromHashing = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    port.postMessage(failed);
  }
});

function hash(stretch: Stretch): Hashed {
  const found: Found[] = [];
  let damage: string | null = null;
  try {
    for (const row of rowsOf(stretch)) found.push(foundIn(row.event()));
  } catch (error) {
    if (!(error instanceof EventStoreDamagedError)) throw error;
    damage = error.message;
  }
  const hashes = new Uint8Array(found.length * HASH_BYTES);
  for (const [at, one] of found.entries()) hashes.set(one.hash, at * HASH_BYTES);
  return { kind: 'hashed', ids: found.map(({ eventId }) => eventId), hashes, damage };
}

function* rowsOf({ after, upTo }: Stretch): Generator<LogRow, void> {
  // Where the file is damaged, one row at a time: what stands in front of the damage is in order.
  let most: number | undefined;
  for (let at = after; at < upTo;) {
    let read;
    try {
      read = page(at, upTo, most);
    } catch (error) {
      if (most === 1 || !(error instanceof EventStoreDamagedError)) throw error;
      most = 1;
      continue;
    }
    yield* read.rows;
    at = read.lookedAt;
  }
}
