import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import { lockReadModels } from '../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import { projections } from '../index.js';
import type { FromWorker, ToWorker, WorkerInput } from './messages.js';
import { ProjectionRunner, type RunnerOptions } from './runner.js';

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
  { awake }: WorkerInput,
  stores: Pick<RunnerOptions, 'reader' | 'writer' | 'log'>,
): Promise<void> {
  const flag = new Int32Array(awake);
  const runner = new ProjectionRunner({
    ...stores,
    projections,
    onProgress: (report) => tell(port, { kind: 'progress', report }),
  });
  await runner.start();
  port.on('message', (message: ToWorker) => {
    if (message === 'stop') {
      void runner.stop();
      return;
    }
    // Before the log is read: what is committed from now on sends a message of its own.
    Atomics.store(flag, 0, 0);
    runner.wake();
  });
  tell(port, { kind: 'ready' });
  await runner.finished();
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
