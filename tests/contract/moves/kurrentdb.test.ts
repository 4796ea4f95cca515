import { join } from 'node:path';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { openKurrentDbReader, openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';
import type { Place } from '../../../src/moves/places.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions, withKurrentDb } from '../../support/kurrentdb.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { Route } from './route.js';
import { movesContract } from './suite.js';

withKurrentDb((url) => {
  const routeOf = async (engines: readonly ('embedded' | 'server')[]): Promise<Route> => {
    const folder = temporaryFolder();
    const operators: KurrentDbOperator[] = [];
    const places: Place[] = [];
    for (const [stop, engine] of engines.entries()) {
      if (engine === 'embedded') {
        places.push({ dataDir: join(folder.path, String(stop)) });
        continue;
      }
      const server = kurrentDbOptions(url);
      operators.push(await KurrentDbOperator.of(url, server.prefix));
      places.push({ server });
    }
    return {
      places,
      openStore: (place) =>
        'server' in place ? openKurrentDbStore(place.server) : openEmbeddedEventStore(place.dataDir),
      openReader: (place) =>
        'server' in place ? openKurrentDbReader(place.server) : openEmbeddedEventReader(place.dataDir),
      isShared: (place) => 'server' in place,
      async cleanup() {
        for (const operator of operators) await operator.expireAll();
        folder.remove();
      },
    };
  };

  movesContract('from a data folder to a KurrentDB, and back', () => routeOf(['embedded', 'server', 'embedded']));
  movesContract('from a KurrentDB to a data folder, and back', () => routeOf(['server', 'embedded', 'server']));
});
