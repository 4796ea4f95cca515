import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { listen } from '../../src/event-store/embedded/bell.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import { lockReadModels } from '../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import { Feeding } from './feeding.js';
import type { FromWorker, ToWorker, WorkerInput } from './messages.js';
import type { RunnerOptions } from './runner.js';

/** The thread that feeds the read models, so that neither commands nor queries wait for it. */
async function work(port: MessagePort, input: WorkerInput): Promise<void> {
  const lock = lockReadModels(input.dataDir);
  try {
    const reader = await openEmbeddedEventReader(input.dataDir);
    try {
      const log: ReadModelLog = (...line) => tell(port, { kind: 'log', line });
      const writer = await openEmbeddedReadModels(input.dataDir, { readonly: false, log });
      try {
        await feed(port, input, { reader, writer, log });
      } finally {
        await writer.close();
      }
    } finally {
      await reader.close();
    }
  } finally {
    lock.release();
  }
}

async function feed(
  port: MessagePort,
  { bell }: WorkerInput,
  stores: Pick<RunnerOptions, 'reader' | 'writer' | 'log'>,
): Promise<void> {
  const feeding = new Feeding(stores, (report) => tell(port, { kind: 'progress', report }));
  await feeding.start();
  // The only message there is: to stop.
  port.once('message', (_: ToWorker) => void feeding.stop());
  listen(bell, () => feeding.wake());
  tell(port, { kind: 'ready' });
  await feeding.finished();
}

const tell = (port: MessagePort, message: FromWorker): void => port.postMessage(message);

if (parentPort) {
  const port = parentPort;
  work(port, workerData as WorkerInput)
    .then((): FromWorker => ({ kind: 'stopped' }))
    .catch((error: unknown): FromWorker => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      return { kind: 'failed', code, message: error instanceof Error ? error.message : String(error) };
    })
    .then((last) => {
      tell(port, last);
      port.close();
    })
    .catch((error: unknown) => {
      // Ends the thread with an error, which its host hears of.
      throw error;
    });
}
