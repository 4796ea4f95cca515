import { openKurrentDbReader, openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';
import type { EventReader } from '../../../src/event-store/port.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions } from '../../support/kurrentdb.js';
import type { EventStoreHarness } from './harness.js';

export const kurrentDbHarness = (url: string): EventStoreHarness => ({
  // The server's own limits: 16 MiB an event with all that belongs to it, 30 MB a request.
  tooLarge: { event: 16 * 1024 * 1024, append: 30_000_000 },
  hasOperator: true,
  async open() {
    const options = kurrentDbOptions(url);
    const operator = await KurrentDbOperator.of(url, options.prefix);
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
      opening: {
        module: 'kurrentdb/open.js',
        open: 'openKurrentDbStore',
        argument: options,
      },
      operator,
      async reopen() {
        await store.close();
        store = await openKurrentDbStore(options);
      },
      secondReader: async () => keep(await openKurrentDbReader(options)),
      secondStore: async () => keep(await openKurrentDbStore(options)),
      async cleanup() {
        await Promise.all([store, ...others].map((opened) => opened.close()));
        await operator.expireAll();
      },
    };
  },
});
