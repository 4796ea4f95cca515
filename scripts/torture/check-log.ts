import { parseCursor, type Cursor } from '../../src/event-store/cursor.js';
import type { StoredEvent } from '../../src/event-store/port.js';

/** What a command wrote. */
export interface WrittenCommand {
  readonly events: number;
  /** Of its last event. */
  readonly cursor: Cursor;
  /** Product's name of it. */
  readonly name: string;
  readonly actorKind: string;
}

/**
 * Looks at a whole log: revisions, and positions where the engine counts events, without a gap, every command's events
 * next to each other and written once. Resolves to what each command wrote, in order, by its id.
 *
 * @throws naming what is wrong
 */
export async function checkLog(
  log: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
): Promise<ReadonlyMap<string, WrittenCommand>> {
  const revisions = new Map<string, number>();
  const commands = new Map<string, WrittenCommand>();
  const ids = new Set<string>();
  let position = 0n;
  let previous = '';
  for await (const { id, stream, revision, cursor, metadata } of log) {
    const at = parseCursor(cursor);
    const isCounted = at.epoch % 2 === 1;
    if (isCounted && at.position !== position + 1n) throw new Error(`The log has a gap before ${at.position}.`);
    if (at.position <= position) throw new Error(`The log goes back at ${at.position}.`);
    position = at.position;
    if (revision !== (revisions.get(stream) ?? -1) + 1) throw new Error(`${stream} has a gap before ${revision}.`);
    revisions.set(stream, revision);
    if (ids.has(id)) throw new Error(`Event ${id} stands in the log twice.`);
    ids.add(id);
    const { commandId, command: name, actorKind } = metadata;
    if (commandId !== previous && commands.has(commandId)) throw new Error(`Command ${commandId} was written twice.`);
    commands.set(commandId, { events: (commands.get(commandId)?.events ?? 0) + 1, cursor, name, actorKind });
    previous = commandId;
  }
  return commands;
}
