import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import type { EventMetadata, StoredEvent } from '../port.js';
import type { Cursor } from '../cursor.js';
import type { Origin } from '../moving.js';
import { OWN_ID } from './encode.js';
import { MOVED_FROM, parseOrigins } from './moved-from.js';
import type { Names } from './names.js';
import type { Receipt, ReceiptData } from './receipt.js';

/** Where a record stands in the server's log. Each is committed by itself, so one number says it. */
export function positionOf({ position, streamId, revision }: RecordedEvent): bigint {
  if (position === undefined) {
    throw new EventStoreDamagedError(`The server does not say where ${streamId}@${revision.toString()} stands.`);
  }
  return position.commit;
}

/** Whether it is the server's own mark that a stream was ended for good, which stands in the stream itself. */
export const isMark = ({ type }: RecordedEvent): boolean => type === '$streamDeleted';

/** Whether it is a domain event of this installation. */
export const isOwnEvent = (names: Names, recorded: RecordedEvent): boolean =>
  names.nameOf(recorded.streamId) !== null && !isMark(recorded);

/** A domain event as it was appended; null for what is none of this installation. */
export function decodeEvent(
  names: Names,
  cursorAt: (position: bigint) => Cursor,
  recorded: RecordedEvent,
): StoredEvent | null {
  const stream = names.nameOf(recorded.streamId);
  if (stream === null) return null;
  const { metadata, ownId } = decodeMetadata(recorded);
  return {
    id: ownId ?? recorded.id,
    type: recorded.type,
    stream,
    revision: Number(recorded.revision),
    cursor: cursorAt(positionOf(recorded)),
    metadata,
    data: objectOf(recorded, recorded.data),
  };
}

/** Where an event stood before the log was moved here, latest epoch first. @throws EventStoreDamagedError */
export const decodeOrigins = (recorded: RecordedEvent): readonly Origin[] =>
  parseOrigins(objectOf(recorded, recorded.metadata)[MOVED_FROM]);

export function decodeReceipt(recorded: RecordedEvent): Receipt {
  const data = objectOf(recorded, recorded.data) as unknown as ReceiptData;
  return { ...data, id: recorded.id, position: positionOf(recorded) };
}

/** Without what the server and a move add, and without our id where the server has one of its own. */
function decodeMetadata(recorded: RecordedEvent): {
  readonly metadata: EventMetadata;
  readonly ownId: string | undefined;
} {
  const found = objectOf(recorded, recorded.metadata) as Record<string, string>;
  const metadata: Record<string, string> = {};
  let ownId: string | undefined;
  for (const key in found) {
    const value = found[key];
    if (value === undefined || key === MOVED_FROM || key.startsWith('$')) continue;
    if (key === OWN_ID) ownId = value;
    else metadata[key] = value;
  }
  return { metadata: metadata as unknown as EventMetadata, ownId };
}

/** @throws EventStoreDamagedError when the server holds something else than was written */
function objectOf({ streamId, revision }: RecordedEvent, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new EventStoreDamagedError(`The event store is damaged: ${streamId}@${revision.toString()} is not JSON.`);
  }
  return value as Record<string, unknown>;
}
