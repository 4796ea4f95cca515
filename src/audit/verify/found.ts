import type { EventReader } from '../../event-store/port.js';
import { leafOf, type AuditedEvent } from '../leaf.js';
import { HASH_BYTES, leafHash, type Hash } from '../merkle/hashes.js';

/** An event as it is found in a log. */
export interface Found {
  readonly eventId: string;
  /** Of its leaf. */
  readonly hash: Hash;
  /** Where it stands, in a file of lines: from 1. */
  readonly line?: number;
}

/**
 * The events of a log as they are found, in order, some at a time. Where one cannot be read it throws
 * EventStoreDamagedError, after all that stand in front of it.
 */
export type FoundEvents = AsyncIterable<readonly Found[]>;

/** Of what has no leaf at all, for example for want of metadata: it is no event that was ever sealed. */
export const NO_LEAF: Hash = Buffer.alloc(HASH_BYTES);

export function foundIn(event: AuditedEvent): Found {
  try {
    return { eventId: event.id, hash: leafHash(leafOf(event)) };
  } catch {
    return { eventId: event.id, hash: NO_LEAF };
  }
}

const AT_ONCE = 256;

/** Reads and hashes the events of any log in this thread. */
export async function* foundBy(log: Pick<EventReader, 'readAll'>): AsyncGenerator<readonly Found[], void> {
  let found: Found[] = [];
  try {
    for await (const event of log.readAll(null)) {
      if (found.push(foundIn(event)) < AT_ONCE) continue;
      yield found;
      found = [];
    }
  } catch (error) {
    yield found;
    throw error;
  }
  yield found;
}
