import {
  BACKWARDS,
  END,
  FORWARDS,
  KurrentDBClient,
  START,
  STREAM_NAME,
  StreamDeletedError,
  type AllStreamResolvedEvent,
  type ReadPosition,
} from '@kurrent/kurrentdb-client';
import { Names } from '../../src/event-store/kurrentdb/names.js';
import type { Operator } from '../contract/event-store/harness.js';

/** How many streams are ended at the same time. */
const AT_ONCE = 64;
const PAGE = 2_000;

/** What an operator of the server does to the streams of one log, past the adapter. */
export class KurrentDbOperator implements Operator {
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
  }

  async truncate(stream: string, before: number): Promise<void> {
    await this.client.setStreamMetadata(this.streamId(stream), { truncateBefore: before });
  }

  /**
   * Ends every stream of the log, and leaves: what is left of each is one small record as soon as the server is
   * scavenged, and nothing can be added to it.
   */
  async endAll(): Promise<void> {
    const streams = [...(await this.streamIds())];
    const endSome = async (): Promise<void> => {
      for (let stream = streams.pop(); stream !== undefined; stream = streams.pop()) {
        await this.client.tombstoneStream(stream).catch((error: unknown) => {
          if (!(error instanceof StreamDeletedError)) throw error;
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, endSome));
    await this.client.dispose();
  }

  private async streamIds(): Promise<Set<string>> {
    const found = new Set<string>();
    const filter = { filterOn: STREAM_NAME, prefixes: [`${this.prefix}.`], checkpointInterval: 1 } as const;
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
