import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { EventReader } from '../../../src/event-store/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { eventStoreContract } from './suite.js';

eventStoreContract('embedded', {
  hasOperator: false,
  async open() {
    const folder = temporaryFolder();
    const readers: EventReader[] = [];
    let store = await openEmbeddedEventStore(folder.path);
    return {
      get store() {
        return store;
      },
      opening: { module: 'embedded/open.js', open: 'openEmbeddedEventStore', argument: folder.path },
      async reopen() {
        await store.close();
        store = await openEmbeddedEventStore(folder.path);
      },
      async secondReader() {
        const reader = await openEmbeddedEventReader(folder.path, { pollMs: 5 });
        readers.push(reader);
        return reader;
      },
      async cleanup() {
        await Promise.all([store.close(), ...readers.map((reader) => reader.close())]);
        folder.remove();
      },
    };
  },
});
