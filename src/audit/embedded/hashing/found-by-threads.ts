import { availableParallelism } from 'node:os';
import { LogReader } from '../../../event-store/embedded/log-reader.js';
import { logPath } from '../../../event-store/embedded/schema.js';
import { EventStoreDamagedError } from '../../../event-store/errors.js';
import { HASH_BYTES } from '../../merkle/hashes.js';
import type { Found } from '../../verify/found.js';
import type { Hashed, Stretch } from './messages.js';
import { HashingThread } from './thread.js';

export interface ThreadsOptions {
  /** Positions of the log that a thread is given at once; 2,048 unless told. */
  readonly stretch?: number;
  /** How many threads; one a processor unless told, three at most: each takes memory. */
  readonly threads?: number;
}

/** Stretches given to each thread, so that none waits for its next one. */
const AHEAD = 2;

/**
 * The events of the log in a data folder as they are found, read and hashed by several threads at once. How much memory
 * that takes does not depend on the length of the log.
 *
 * @throws EventStoreTooNewError, EventStoreUnavailableError
 * @throws EventStoreDamagedError behind the last event that can be read
 */
export async function* foundByThreads(
  dataDir: string,
  { stretch = 2_048, threads: count = Math.min(3, availableParallelism()) }: ThreadsOptions = {},
): AsyncGenerator<readonly Found[], void> {
  const path = logPath(dataDir);
  const log = new LogReader(path);
  const threads: HashingThread[] = [];
  /** In the order of the log. */
  const answers: Promise<Hashed>[] = [];
  try {
    let given = 0;
    for (const part of stretches(log, stretch)) {
      const thread = (threads[given % count] ??= new HashingThread(path));
      const answer = thread.hash(part);
      // Whoever waits for it hears of a failure; nobody does when the reading was ended before.
      answer.catch(() => undefined);
      answers.push(answer);
      given += 1;
      if (answers.length === count * AHEAD) yield* next(answers);
    }
    while (answers.length > 0) yield* next(answers);
  } finally {
    log.close();
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/** What of the log there is, in stretches; positions where nothing stands are skipped. */
function* stretches(log: LogReader, size: number): Generator<Stretch, void> {
  // Also what somebody wrote in front of the log's beginning.
  for (let first = log.next(Number.MIN_SAFE_INTEGER); first !== null; first = log.next(first - 1 + size)) {
    yield { after: first - 1, upTo: first - 1 + size };
  }
}

async function* next(answers: Promise<Hashed>[]): AsyncGenerator<readonly Found[], void> {
  const answer = await answers.shift();
  if (answer === undefined) return;
  const { ids, hashes, damage } = answer;
  yield ids.map((eventId, at) => {
    return { eventId, hash: Buffer.from(hashes.buffer, at * HASH_BYTES, HASH_BYTES) };
  });
  if (damage !== null) throw new EventStoreDamagedError(damage);
}
