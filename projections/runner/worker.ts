import { listen, type Bell } from '../../src/threads/bell.js';
import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import { lockReadModels } from '../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';
import type { ProgressReport } from '../../src/read-models/progress-tracker.js';
import { runThread, type Thread } from '../../src/threads/thread.js';
import { Feeding } from './feeding.js';
import type { RunnerOptions } from './runner.js';

/** What the worker is started with. */
export interface WorkerInput {
  readonly dataDir: string;
  readonly eventStore: EventStoreChoice;
  /** Rung when the log has grown, by an engine that does not relay what has come. */
  readonly bell: Bell;
}

/** How often the log is looked at though nobody rang, milliseconds: where it is on a server, each look costs that, too. */
const POLL_MS: Readonly<Record<EventStoreChoice['engine'], number>> = { embedded: 250, kurrentdb: 5_000 };

/** The thread that feeds the read models, so that neither commands nor queries wait for it. */
async function work(input: WorkerInput, thread: Thread<ProgressReport>): Promise<void> {
  const { dataDir, eventStore } = input;
  const { log } = thread;
  const lock = lockReadModels(dataDir);
  try {
    const reader = await openEventReader(eventStore, dataDir);
    try {
      const writer = await openEmbeddedReadModels(dataDir, { readonly: false, log });
      try {
        await feed(input, thread, { reader, writer, log });
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
  { bell, eventStore: { engine } }: WorkerInput,
  thread: Thread<ProgressReport>,
  stores: Pick<RunnerOptions, 'reader' | 'writer' | 'log'>,
): Promise<void> {
  const feeding = new Feeding({ ...stores, pollMs: POLL_MS[engine] }, (report) => thread.tell(report));
  const wake = (): void => feeding.wake();
  if (stores.reader.onRelayed) stores.reader.onRelayed(wake);
  else listen(bell, wake);
  await feeding.start();
  thread.onStop(() => feeding.stop());
  thread.ready();
  await feeding.finished();
}

runThread(work);
