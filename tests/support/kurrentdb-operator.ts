import {
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  KurrentDBClient,
  START,
  STREAM_NAME,
  type AllStreamResolvedEvent,
  type Filter,
  type ReadPosition,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import { Names } from '../../src/event-store/kurrentdb/names.js';
import type { Operator } from '../contract/event-store/harness.js';

/** How many streams expire with one append. */
const AT_ONCE = 500;
const PAGE = 2_000;

/** What a stream is told, as the server's own metadata, so that its events are gone after a second. */
const expiring = () => jsonEvent({ type: '$metadata', data: { $maxAge: 1 } });

/** What an operator of the server does to the streams of one log, past the adapter. */
export class KurrentDbOperator implements Operator {
  private readonly ended = new Set<string>();

  private constructor(
    private readonly client: KurrentDBClient,
    private readonly prefix: string,
    /** Behind it lies all that the log will hold. */
    private readonly begin: ReadPosition,
  ) {}

  /** For a log that is about to be opened. */
  static async of(url: string, prefix: string): Promise<KurrentDbOperator> {
    const client = KurrentDBClient.connectionString(url);
    let begin: ReadPosition = START;
    for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) {
      begin = event?.position ?? START;
    }
    return new KurrentDbOperator(client, prefix, begin);
  }

  async delete(stream: string): Promise<void> {
    await this.client.deleteStream(this.streamId(stream));
  }

  async end(stream: string): Promise<void> {
    await this.client.tombstoneStream(this.streamId(stream));
    this.ended.add(this.streamId(stream));
  }

  async truncate(stream: string, before: number): Promise<void> {
    await this.client.setStreamMetadata(this.streamId(stream), { truncateBefore: before });
  }

  /** Others that share the server write so many records of their own. @returns the positions of some */
  async othersWrite(count: number): Promise<bigint[]> {
    const streamName = `${this.prefix}.of-others`;
    const positions: bigint[] = [];
    for (let left = count; left > 0; left -= AT_ONCE) {
      const record = () => jsonEvent({ type: 'SomethingElse', data: { text: 'x'.repeat(1_000) } });
      const records = Array.from({ length: Math.min(AT_ONCE, left) }, () => ({ streamName, record: record() }));
      positions.push((await this.client.appendRecords(records)).position);
    }
    return positions;
  }

  /** The log as it is when the server has cleared away what the last append wrote, all but what tells of it. */
  async clearedAway(events: number): Promise<void> {
    const { growth } = new Names(this.prefix);
    await this.client.appendRecords([{ streamName: growth, record: jsonEvent({ type: 'LogGrew', data: { events } }) }]);
  }

  /** Deletes the stream that tells of appends. */
  async deleteGrowth(): Promise<void> {
    await this.client.deleteStream(new Names(this.prefix).growth);
  }

  /** Positions of all records under the log's names, but its domain events. */
  async ownPositions(): Promise<bigint[]> {
    const { events } = new Names(this.prefix);
    const positions: bigint[] = [];
    for await (const { streamId, position } of this.records()) {
      if (!streamId.startsWith(events) && position !== undefined) positions.push(position.commit);
    }
    return positions;
  }

  /** Everything that stands in the log, as text. */
  async *texts(): AsyncGenerator<string, void> {
    for await (const { streamId, type, data, metadata } of this.records()) {
      yield JSON.stringify({ streamId, type, data, metadata });
    }
  }

  /**
   * Lets everything in the log expire, and leaves: nothing of it can be read any more, and its space is free as soon as
   * the server is scavenged.
   */
  async expireAll(): Promise<void> {
    const streams = [...(await this.streamIds())].filter((stream) => !this.ended.has(stream));
    for (let from = 0; from < streams.length; from += AT_ONCE) {
      await this.client.appendRecords(
        streams.slice(from, from + AT_ONCE).map((stream) => ({ streamName: `$$${stream}`, record: expiring() })),
      );
    }
    await this.client.dispose();
  }

  private async streamIds(): Promise<Set<string>> {
    const found = new Set<string>();
    for await (const { streamId } of this.records()) found.add(streamId);
    return found;
  }

  /** Everything under the log's names. */
  private async *records(): AsyncGenerator<RecordedEvent, void> {
    const filter: Filter = { filterOn: STREAM_NAME, prefixes: [`${this.prefix}.`], checkpointInterval: 1 };
    for (let from: ReadPosition | null = this.begin; from !== null;) {
      const page: AllStreamResolvedEvent[] = [];
      const options = { direction: FORWARDS, fromPosition: from, maxCount: PAGE, filter } as const;
      for await (const resolved of this.client.readAll(options)) page.push(resolved);
      for (const { event } of page) if (event !== undefined) yield event;
      from = page.length < PAGE ? null : (page.at(-1)?.event?.position ?? null);
    }
  }

  private streamId(stream: string): string {
    return new Names(this.prefix).stream(stream);
  }
}
