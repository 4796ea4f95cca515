import { createHash } from 'node:crypto';
import type { StoredEvent } from '../event-store/port.js';
import type { MovableCommand } from '../event-store/moving.js';

/** One digest over all that a move keeps: receipts and events in their order, whatever the engine makes of positions. */
export class LogDigest {
  private readonly hash = createHash('sha256');
  #events = 0;

  get events(): number {
    return this.#events;
  }

  /** @param text of the next command */
  add(text: string, events: number): void {
    this.hash.update(text).update('\n');
    this.#events += events;
  }

  /** Once, when all has been added. */
  hex(): string {
    return this.hash.digest('hex');
  }
}

/** All that is kept of a command, the same text on every engine. */
export const textOf = ({ command, events }: MovableCommand): string =>
  JSON.stringify([command.id, command.fingerprint, ...events.map(({ event }) => eventText(event))]);

/** Engines give metadata back in an order of their own; data as they were written. */
function eventText({ id, type, stream, revision, metadata, data }: StoredEvent): readonly unknown[] {
  const entries = Object.entries(metadata).sort(([one], [other]) => (one < other ? -1 : 1));
  return [id, type, stream, revision, entries, data];
}
