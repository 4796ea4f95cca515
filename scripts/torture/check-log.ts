import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import { parseCursor } from '../../src/event-store/cursor.js';

/**
 * Reads the whole log: positions and revisions without a gap, every command's events next to each other and written
 * once. Resolves to the number of events of each command.
 *
 * @throws naming what is wrong
 */
export async function checkLog(dataDir: string): Promise<ReadonlyMap<string, number>> {
  const reader = await openEmbeddedEventReader(dataDir);
  try {
    const revisions = new Map<string, number>();
    const commands = new Map<string, number>();
    const ids = new Set<string>();
    let position = 0n;
    let previous = '';
    for await (const { id, stream, revision, cursor, metadata } of reader.readAll(null)) {
      position += 1n;
      if (parseCursor(cursor).position !== position) throw new Error(`The log has a gap before ${position}.`);
      if (revision !== (revisions.get(stream) ?? -1) + 1) throw new Error(`${stream} has a gap before ${revision}.`);
      revisions.set(stream, revision);
      if (ids.has(id)) throw new Error(`Event ${id} stands in the log twice.`);
      ids.add(id);
      const { commandId } = metadata;
      if (commandId !== previous && commands.has(commandId)) throw new Error(`Command ${commandId} was written twice.`);
      commands.set(commandId, (commands.get(commandId) ?? 0) + 1);
      previous = commandId;
    }
    return commands;
  } finally {
    await reader.close();
  }
}
