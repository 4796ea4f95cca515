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
    const filter: Filter = { filterOn: STREAM_NAME, prefixes: [`${this.prefix}.`], checkpointInterval: 1 };
    for (let from: ReadPosition | null = this.begin; from !== null;) {
      const page: AllStreamResolvedEvent[] = [];
      const options = { direction: FORWARDS, fromPosition: from, maxCount: PAGE, filter } as const;
      for await (const resolved of this.client.readAll(options)) page.push(resolved);
      for (const { event } of page) if (event !== undefined) found.add(event.streamId);
      from = page.length < PAGE ? null : (page.at(-1)?.event?.position ?? null);
    }
    return found;
  }

  private streamId(stream: string): string {
    return new Names(this.prefix).stream(stream);
  }
}
