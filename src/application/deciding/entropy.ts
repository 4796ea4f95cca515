import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Asking the system for random bytes costs microseconds whatever their number, so they are fetched in advance. */
const POOL_BYTES = 4_096;
const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

/** Random bytes that nobody else is given. Valid until the next call. */
function randomBytes(count: number): Buffer {
  if (taken + count > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += count;
  return pool.subarray(taken - count, taken);
}

/** So many random bytes as lower-case hex. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');

const SEQUENCE_BITS = 2 ** 31;
let latest = 0;
let sequence = 0;

/** UUID version 7 (RFC 9562): ids of one process stand in the order of their making. */
export function timeOrderedId(now: number = Date.now()): string {
  if (now > latest || sequence === SEQUENCE_BITS - 1) {
    // A sequence that ends within one millisecond goes on in the next one.
    latest = Math.max(now, latest + 1);
    // The upper half stays free to count.
    sequence = randomBytes(4).readUInt32BE() >>> 2;
  } else sequence += 1;
  return v7({ random: randomBytes(16), msecs: latest, seq: sequence });
}
