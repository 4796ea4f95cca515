import {
  BACKWARDS,
  END,
  FORWARDS,
  type Direction,
  type Filter,
  type KurrentDBClient,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import { answersOf } from './answers.js';
import { isGone } from './failures.js';
import type { Patience } from './patience.js';
import { isMark, positionOf } from './decode.js';
import { isRefused } from './refused-position.js';

/** Most records that the server is asked for at once; as many can be on their way to a consumer that does not pull. */
const PAGE = 512;

export interface Reading {
  readonly patience: Patience;
  readonly stop: AbortSignal;
  /** Most records that are asked for at once. */
  readonly page?: number;
}

export interface Walk extends Reading {
  /** What the server delivers. */
  readonly filter: Filter;
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
          if (position <= at) continue;
          at = position;
          if (isMark(event)) continue;
          left -= 1;
          yield event;
          if (left === 0) return;
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
    { patience, stop }: Reading,
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

  /** Everything of one stream from its end on; nothing of one that is not there. */
  async *backwards(streamName: string, patience: Patience): AsyncGenerator<RecordedEvent, void> {
    for (let record = await this.last(streamName, patience); record !== null;) {
      yield record;
      if (record.revision === 0n) return;
      const options = { direction: BACKWARDS, fromRevision: record.revision - 1n } as const;
      record = await this.one(streamName, options, patience);
    }
  }

  /** One record of a stream; null where there is none. */
  at(streamName: string, revision: bigint, patience: Patience): Promise<RecordedEvent | null> {
    return this.one(streamName, { direction: FORWARDS, fromRevision: revision }, patience);
  }

  /** The last record of a stream; null where there is no such stream. */
  last(streamName: string, patience: Patience, stop?: AbortSignal): Promise<RecordedEvent | null> {
    return this.one(streamName, { direction: BACKWARDS, fromRevision: END }, patience, stop);
  }

  /**
   * The first record from a position on, whoever's it is: where the server has cleared its disk, what stood there may
   * be gone. Null where the position is none at which records begin.
   */
  async from(position: bigint, patience: Patience): Promise<RecordedEvent | null> {
    const fromPosition = { commit: position, prepare: position };
    for (;;) {
      try {
        const options = { direction: FORWARDS, fromPosition, maxCount: 1, requiresLeader: true } as const;
        const first = await firstOf(answersOf(this.client.readAll(options)));
        patience.succeeded();
        return first;
      } catch (error) {
        if (await isRefused(this.client, position)) return null;
        await patience.again(error);
      }
    }
  }

  /** So many records right behind the one at a position, whoever's they are: fewer only where the log ends. */
  async after(position: bigint, count: number, patience: Patience): Promise<readonly RecordedEvent[]> {
    // The server begins with the record at the position itself.
    const records = await this.next(FORWARDS, position, count + 1, patience);
    return records.filter((record) => positionOf(record) > position);
  }

  /** So many records right before the one at a position, the nearest first, whoever's they are. */
  before(position: bigint, count: number, patience: Patience): Promise<readonly RecordedEvent[]> {
    return this.next(BACKWARDS, position, count, patience);
  }

  private async next(
    direction: Direction,
    position: bigint,
    maxCount: number,
    patience: Patience,
  ): Promise<readonly RecordedEvent[]> {
    const fromPosition = { commit: position, prepare: position };
    for (;;) {
      try {
        const found: RecordedEvent[] = [];
        const records = this.client.readAll({ direction, fromPosition, maxCount, requiresLeader: true });
        for await (const { event } of answersOf(records)) {
          if (event !== undefined) found.push(event);
          // The server looks whether there are more before it says that these were all.
          if (found.length === maxCount) break;
        }
        patience.succeeded();
        return found;
      } catch (error) {
        await patience.again(error);
      }
    }
  }

  private async one(
    streamName: string,
    from: Pick<ReadStreamOptions, 'direction' | 'fromRevision'>,
    patience: Patience,
    stop?: AbortSignal,
  ): Promise<RecordedEvent | null> {
    for (;;) {
      try {
        const records = this.client.readStream(streamName, { ...from, maxCount: 1, requiresLeader: true });
        const found = await firstOf(answersOf(records, stop));
        patience.succeeded();
        return found;
      } catch (error) {
        if (isGone(error)) return null;
        await patience.again(error, stop);
        if (stop?.aborted === true) return null;
      }
    }
  }
}

async function firstOf(answers: AsyncIterable<{ readonly event?: RecordedEvent }>): Promise<RecordedEvent | null> {
  for await (const { event } of answers) if (event !== undefined) return event;
  return null;
}
