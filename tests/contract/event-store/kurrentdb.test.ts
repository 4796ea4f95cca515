import { openKurrentDbReader, openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';
import type { EventReader } from '../../../src/event-store/port.js';
import { kurrentDbOptions, withKurrentDb } from '../../support/kurrentdb.js';
import { eventStoreContract } from './suite.js';

withKurrentDb((url) =>
  eventStoreContract('kurrentdb', {
    async open() {
      const options = kurrentDbOptions(url);
      const others: EventReader[] = [];
      const keep = <Other extends EventReader>(other: Other): Other => {
        others.push(other);
        return other;
      };
      let store = await openKurrentDbStore(options);
      return {
        get store() {
          return store;
        },
        async reopen() {
          await store.close();
          store = await openKurrentDbStore(options);
        },
        secondReader: async () => keep(await openKurrentDbReader(options)),
        secondStore: async () => keep(await openKurrentDbStore(options)),
        async cleanup() {
          await Promise.all([store, ...others].map((opened) => opened.close()));
        },
      };
    },
  }),
);
