import {
  BACKWARDS,
  END,
  FORWARDS,
  STREAM_NAME,
  type Filter,
  type KurrentDBClient,
  type ReadAllOptions,
  type ReadPosition,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import { isGone } from './failures.js';
import type { Patience } from './patience.js';
import { positionOf } from './decode.js';

/** Most records that the server is asked for at once; as many can be on their way to a consumer that does not pull. */
const PAGE = 512;
/** A server that says nothing for so long is not going to. */
const SILENCE_MS = 30_000;

export interface Walk {
  /** What the server delivers. */
  readonly filter: Filter;
  readonly patience: Patience;
  readonly stop: AbortSignal;
  /** Most records that are asked for at once. */
  readonly page?: number;
}

/** Reads of the server in bounded pages, pulled by the consumer; what fails is asked for again from where it failed. */
export class ServerLog {
  constructor(private readonly client: KurrentDBClient) {}

  /**
   * Everything behind a position that the filter lets through, up to the end of the log as it is reached.
   *
   * @param most at most so many
   */
  async *walk(
    after: bigint,
    { filter, patience, stop, page = PAGE }: Walk,
    most = Infinity,
  ): AsyncGenerator<RecordedEvent, void> {
    let at = after;
    let left = most;
    while (!stop.aborted && left > 0) {
      // The server begins with the record at the position itself, if that fits the filter.
      const maxCount = Math.min(page, left) + 1;
      let delivered = 0;
      try {
        const fromPosition = { commit: at, prepare: at };
        const records = this.client.readAll({
          direction: FORWARDS,
          fromPosition,
          maxCount,
          filter,
          requiresLeader: true,
        });
        for await (const { event } of answersOf(records, stop)) {
          delivered += 1;
          patience.succeeded();
          if (event === undefined) continue;
          const position = positionOf(event);
          if (position <= at || left === 0) continue;
          at = position;
          if (isMark(event)) continue;
          left -= 1;
          yield event;
        }
        patience.succeeded();
        if (delivered < maxCount) return;
      } catch (error) {
        await patience.again(error, stop);
      }
    }
  }

  /** Everything of one stream from a revision on; nothing of one that is not there. */
  async *stream(
    streamName: string,
    fromRevision: bigint,
    { patience, stop }: Omit<Walk, 'filter'>,
  ): AsyncGenerator<RecordedEvent, void> {
    let from = fromRevision;
    while (!stop.aborted) {
      let delivered = 0;
      try {
        const options = { direction: FORWARDS, fromRevision: from, maxCount: PAGE, requiresLeader: true } as const;
        for await (const { event } of answersOf(this.client.readStream(streamName, options), stop)) {
          delivered += 1;
          if (event === undefined) continue;
          from = event.revision + 1n;
          yield event;
        }
        patience.succeeded();
        if (delivered < PAGE) return;
      } catch (error) {
        if (isGone(error)) return;
        await patience.again(error, stop);
      }
    }
  }

  /** One record of a stream; null where there is none. */
  at(streamName: string, revision: bigint, patience: Patience): Promise<RecordedEvent | null> {
    return this.one(streamName, { direction: FORWARDS, fromRevision: revision }, patience);
  }

  /** The last record of a stream; null where there is no such stream. */
  last(streamName: string, patience: Patience): Promise<RecordedEvent | null> {
    return this.one(streamName, { direction: BACKWARDS, fromRevision: END }, patience);
  }

  private async one(
    streamName: string,
    from: Pick<ReadStreamOptions, 'direction' | 'fromRevision'>,
    patience: Patience,
  ): Promise<RecordedEvent | null> {
    for (;;) {
      try {
        const records = this.client.readStream(streamName, { ...from, maxCount: 1, requiresLeader: true });
        for await (const { event } of answersOf(records)) if (event !== undefined) return event;
        return null;
      } catch (error) {
        if (isGone(error)) return null;
        await patience.again(error);
      }
    }
  }

  /** The newest record of a stream that begins with one of the prefixes, or null. */
  async newest(prefixes: readonly string[], patience: Patience, stop?: AbortSignal): Promise<RecordedEvent | null> {
    const filter: Filter = { filterOn: STREAM_NAME, prefixes: [...prefixes], checkpointInterval: 1 };
    let fromPosition: ReadPosition = END;
    for (;;) {
      try {
        const maxCount = fromPosition === END ? 1 : PAGE;
        const options: ReadAllOptions = { direction: BACKWARDS, fromPosition, maxCount, filter, requiresLeader: true };
        let delivered = 0;
        for await (const { event } of answersOf(this.client.readAll(options), stop)) {
          delivered += 1;
          if (event === undefined) continue;
          if (!isMark(event)) return event;
          fromPosition = { commit: positionOf(event), prepare: positionOf(event) };
        }
        if (delivered < maxCount) return null;
      } catch (error) {
        await patience.again(error, stop);
        if (stop?.aborted === true) return null;
      }
    }
  }
}

/** Whether it is the server's own mark that a stream was ended for good, which stands in the stream itself. */
const isMark = ({ type }: RecordedEvent): boolean => type === '$streamDeleted';

/** The server's answers, as long as they come and nobody has stopped. @throws an error of its own after a silence */
async function* answersOf<T>(answers: AsyncIterableIterator<T>, stop?: AbortSignal): AsyncGenerator<T, void> {
  let end: (result: null) => void = () => undefined;
  let silent: (error: Error) => void = () => undefined;
  const broken = new Promise<null>((resolve, reject) => {
    [end, silent] = [resolve, reject];
  });
  broken.catch(() => undefined);
  const stopped = (): void => end(null);
  const silence = setTimeout(() => silent(new Error('The server is silent.')), SILENCE_MS);
  stop?.addEventListener('abort', stopped, { once: true });
  if (stop?.aborted === true) stopped();
  try {
    for (;;) {
      const next = await Promise.race([broken, answers.next()]);
      if (next === null || next.done === true) return;
      silence.refresh();
      yield next.value;
      silence.refresh();
    }
  } finally {
    clearTimeout(silence);
    stop?.removeEventListener('abort', stopped);
  }
}
