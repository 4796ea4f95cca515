import { join } from 'node:path';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { Place } from '../../../src/moves/places.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { movesContract } from './suite.js';

const dirOf = (place: Place): string => ('dataDir' in place ? place.dataDir : '');

movesContract('between data folders', () => {
  const folder = temporaryFolder();
  return Promise.resolve({
    places: ['one', 'two', 'three'].map((name) => ({ dataDir: join(folder.path, name) })),
    openStore: (place) => openEmbeddedEventStore(dirOf(place)),
    openReader: (place) => openEmbeddedEventReader(dirOf(place)),
    isShared: () => false,
    cleanup() {
      folder.remove();
      return Promise.resolve();
    },
  });
});
