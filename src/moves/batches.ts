import type { MovableCommand, Room } from '../event-store/moving.js';

/** Puts commands together to what is written at once: as many as there is room for, one at least. */
export async function* batches(
  commands: AsyncIterable<MovableCommand>,
  room: Room,
): AsyncGenerator<readonly MovableCommand[], void> {
  let batch: MovableCommand[] = [];
  let [events, characters] = [0, 0];
  // Engines may compare names within one append without regard to case.
  const ids = new Set<string>();
  for await (const command of commands) {
    const size = command.events.reduce((sum, { event }) => sum + JSON.stringify(event.data).length, 0);
    const isFull = events + command.events.length > room.events || characters + size > room.characters;
    const id = command.command.id.toLowerCase();
    if (batch.length > 0 && (isFull || ids.has(id))) {
      yield batch;
      batch = [];
      [events, characters] = [0, 0];
      ids.clear();
    }
    batch.push(command);
    events += command.events.length;
    characters += size;
    ids.add(id);
  }
  if (batch.length > 0) yield batch;
}
