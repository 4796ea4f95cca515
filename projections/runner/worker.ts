import { listen, type Bell } from '../../src/event-store/embedded/bell.js';
import { openEventReader, type EventStoreChoice, type FollowingReader } from '../../src/event-store/engines.js';
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
  /** Rung when the log has grown. */
  readonly bell: Bell;
}

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
  { bell }: WorkerInput,
  thread: Thread<ProgressReport>,
  stores: Pick<RunnerOptions, 'writer' | 'log'> & { readonly reader: FollowingReader },
): Promise<void> {
  const feeding = new Feeding(stores, (report) => thread.tell(report));
  await feeding.start();
  thread.onStop(() => feeding.stop());
  listen(bell, () => feeding.wake());
  stores.reader.onGrowth(() => feeding.wake());
  thread.ready();
  await feeding.finished();
}

runThread(work);
