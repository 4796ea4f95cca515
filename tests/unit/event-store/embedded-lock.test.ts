import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { EventStoreLockedError, EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { everything, places } from '../../contract/event-store/consume.js';
import { request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { kill, message, start } from './child.js';

describe('one process writes a data folder', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('refuses a second writer in the same process, which changes nothing', async () => {
    const store = await openEmbeddedEventStore(folder.path);
    await store.append(request(['a']));
    const second = openEmbeddedEventStore(folder.path);
    await expect(second).rejects.toBeInstanceOf(EventStoreLockedError);
    await expect(second).rejects.toThrow(folder.path);
    await store.append(request(['a']));
    expect(places(await everything(store))).toEqual(['a@0', 'a@1']);
    await store.close();
  });

  it('is free again after close', async () => {
    const store = await openEmbeddedEventStore(folder.path);
    expect(places(await everything(store))).toEqual(['a@0', 'a@1']);
    await store.close();
  });

  it('refuses a second writer in another process, which changes nothing', async () => {
    const store = await openEmbeddedEventStore(folder.path);
    const child = start('open-store.mjs', folder.path);
    const answer = await message(child);
    expect(answer).toEqual({
      opened: false,
      code: 'EVENT_STORE_LOCKED',
      message: expect.stringContaining(folder.path) as string,
    });
    await store.append(request(['a']));
    expect(places(await everything(store))).toEqual(['a@0', 'a@1', 'a@2']);
    await store.close();
  });

  it('is free again when the process that held it was killed', async () => {
    const child = start('open-store.mjs', folder.path);
    expect(await message(child)).toEqual({ opened: true });
    const before = readFileSync(join(folder.path, 'events.db'));
    await expect(openEmbeddedEventStore(folder.path)).rejects.toBeInstanceOf(EventStoreLockedError);
    expect(readFileSync(join(folder.path, 'events.db')).equals(before)).toBe(true);

    const reader = await openEmbeddedEventReader(folder.path);
    expect(await everything(reader)).toHaveLength(3);
    await reader.close();

    await kill(child);
    const store = await openEmbeddedEventStore(folder.path);
    await store.append(request(['a']));
    await store.close();
  });

  it('has nothing to read where nothing was written', async () => {
    const empty = temporaryFolder();
    await expect(openEmbeddedEventReader(empty.path)).rejects.toBeInstanceOf(EventStoreUnavailableError);
    empty.remove();
  });
});
