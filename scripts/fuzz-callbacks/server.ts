import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The product's server, which also tells on request how much of its heap is in use after everything else is let go of. */
setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

process.on('message', (message) => {
  if (message !== 'heap') return;
  collect();
  process.send?.({ heap: process.memoryUsage().heapUsed });
});

void import('../../src/server/main.js');
