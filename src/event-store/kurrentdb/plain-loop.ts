import { randomUUID } from 'node:crypto';
import type { AppendRecordInput } from '@kurrent/kurrentdb-client';
import type { MoveLink } from './move-link.js';

/** Batches that are kept to be sent again: the last ones. */
const SAMPLES = 8;
/** How long it goes on, milliseconds. */
const FOR_MS = 4_000;

/**
 * What the server takes from the client alone: the same batches, with other ids, into a stream of their own, one append
 * after another. Nothing is read, checked or made meanwhile.
 */
export class PlainLoop {
  private samples: (readonly AppendRecordInput[])[] = [];
  private sampled = 0;

  constructor(private readonly link: MoveLink) {}

  /** Records that were moved meanwhile. */
  get records(): number {
    return this.sampled;
  }

  sample(records: readonly AppendRecordInput[]): void {
    this.sampled += records.length;
    this.samples = [...this.samples.slice(1 - SAMPLES), records];
  }

  /** Records a second; null where nothing was moved. What it wrote is deleted again. */
  async measure(): Promise<number | null> {
    const { samples } = this;
    if (samples.length === 0) return null;
    const streamName = `${this.link.names.moves}.plain-loop`;
    let appended = 0;
    let milliseconds = 0;
    while (milliseconds < FOR_MS) {
      for (const sample of samples) {
        const records = sample.map(({ record }) => ({ streamName, record: { ...record, id: randomUUID() } }));
        const began = performance.now();
        await this.link.client.appendRecords(records);
        milliseconds += performance.now() - began;
        appended += records.length;
      }
    }
    await this.link.client.deleteStream(streamName);
    return (appended * 1_000) / milliseconds;
  }
}
