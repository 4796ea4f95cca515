// A writer thread that starts well and ends at the first request.
import { parentPort } from 'node:worker_threads';

parentPort.once('message', () => process.exit(1));
parentPort.postMessage({ kind: 'ready' });
