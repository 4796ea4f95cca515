import { formatCursor } from '../../../src/event-store/cursor.js';
import type { MovableCommand, MovableEvent, Origin } from '../../../src/event-store/moving.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { metadata } from '../../contract/event-store/requests.js';

export interface Parts {
  readonly id?: string;
  /** Of the data of each event. */
  readonly texts?: readonly string[];
  /** Of the first event; the others stand behind it. */
  readonly position?: number;
  readonly origins?: readonly Origin[];
  readonly event?: Partial<StoredEvent>;
}

/** A command of as many events as there are texts. */
export function movable({
  id = 'c1',
  texts = ['text'],
  position = 1,
  origins = [],
  event,
}: Parts = {}): MovableCommand {
  const [first, ...others] = texts.map((text, index): MovableEvent => {
    const at = BigInt(position + index);
    const cursor = formatCursor({ installation: 'a'.repeat(16), epoch: 1, position: at, subIndex: 0 });
    const told = { id: `e${at}`, type: 'CommunityBound', stream: 'a', revision: Number(at) - 1, cursor };
    const plain = metadata({ commandId: id, fingerprint: 'f', actor: 'p', actorSalt: 's', correlationId: 'r' });
    return { event: { ...told, data: { text }, metadata: plain, ...event }, position: at, origins };
  });
  if (first === undefined) throw new Error('A command has events.');
  return { command: { id, fingerprint: 'f' }, events: [first, ...others] };
}

export async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* await Promise.resolve(items);
}
