import { parseCursor } from '../../../src/event-store/cursor.js';
import { openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { everything } from '../../contract/event-store/consume.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { kill, message, start } from './child.js';

describe('a process killed while it appends', () => {
  it.each([1, 400])('has every acknowledged command on disk, after %d of them', async (enough) => {
    const folder = temporaryFolder();
    const child = start('append-forever.mjs', folder.path);
    const acknowledged = new Map<string, string>();
    while (acknowledged.size < enough) {
      const { id, cursor } = (await message(child)) as { id: string; cursor: string };
      acknowledged.set(id, cursor);
    }
    await kill(child);

    const store = await openEmbeddedEventStore(folder.path);
    for (const [id, cursor] of acknowledged) expect((await store.outcomeOf(id))?.cursor).toBe(cursor);
    const events = await everything(store);
    expect(events.map(({ cursor }) => Number(parseCursor(cursor).position))).toEqual(events.map((_, i) => i + 1));
    // Two records a command: none of it half written.
    expect(events.map(({ stream }) => stream === 'all')).toEqual(events.map((_, i) => i % 2 === 1));
    await store.close();
    folder.remove();
  });
});
