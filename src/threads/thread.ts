import { parentPort, workerData } from 'node:worker_threads';
import type { ReadModelLog } from '../read-models/log.js';
import { giveWay } from './give-way.js';
import type { FromThread, ToThread } from './messages.js';

/** The thread's side of its host. */
export interface Thread<Told> {
  readonly log: ReadModelLog;
  tell(told: Told): void;
  /** Says that it has begun, so that its host goes on. */
  ready(): void;
  /** Called once, when it is to stop: there is nothing else that a host says. */
  onStop(stop: () => Promise<void>): void;
}

/** Work of a thread, on what its host gave it. */
type Work<Input, Told> = (input: Input, thread: Thread<Told>) => Promise<void>;

/**
 * Does the work of a thread, which gives way to those who answer. Does nothing where the module is not run as one.
 * Nothing is thrown: the host hears of it.
 */
export function runThread<Input, Told>(work: Work<Input, Told>): void {
  if (!parentPort) return;
  const port = parentPort;
  giveWay();
  const tell = (message: FromThread<Told>): void => port.postMessage(message);
  const thread: Thread<Told> = {
    log: (...line) => tell({ kind: 'log', line }),
    tell: (told) => tell({ kind: 'told', told }),
    ready: () => tell({ kind: 'ready' }),
    onStop: (stop) => void port.once('message', (_: ToThread) => void stop()),
  };
  // What the host gave.
  work(workerData as Input, thread)
    .then((): FromThread<Told> => ({ kind: 'stopped' }))
    .catch((error: unknown): FromThread<Told> => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      return { kind: 'failed', code, message: error instanceof Error ? error.message : String(error) };
    })
    .then((last) => {
      tell(last);
      port.close();
    })
    .catch((error: unknown) => {
      // Ends the thread with an error, which its host hears of.
      throw error;
    });
}
