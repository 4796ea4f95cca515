import {
  AppendConsistencyViolationError,
  type AppendRecordInput,
  type ConsistencyCheck,
  type StreamStateCheck,
} from '@kurrent/kurrentdb-client';
import { grouped } from './append-group.js';
import type { EncodedAppend } from './encode.js';
import { isAnswer, tooLarge } from './failures.js';
import { withGrowth } from './growth.js';
import type { Names } from './names.js';
import type { Placed } from './recent-events.js';

/** What the server said to an append: where its last event stands, or which streams were not as it expected them. */
export type Sent =
  | { readonly position: bigint }
  | { readonly violated: ReadonlySet<string>; readonly cause: AppendConsistencyViolationError };

export interface GroupCommitOptions {
  readonly names: Names;
  /**
   * So many events right before one that was just written, the nearest first: they are among the so many records right
   * before it.
   */
  readonly before: (position: bigint, events: number, records: number) => Promise<readonly Placed[]>;
  /** Sends one request, and tells where its last record stands. */
  readonly send: (records: AppendRecordInput[], checks: ConsistencyCheck[]) => Promise<bigint>;
  /** What must hold besides, whatever is appended. */
  readonly fence: () => StreamStateCheck;
  /** Told of each request that was acknowledged, with its number of domain events. */
  readonly appended: (events: number) => void;
}

interface Waiting {
  readonly encoded: EncodedAppend;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what comes while a request is under way goes together in the next one, which costs client and server
 * little more than a single append; several smaller requests at once would be slower. A request is written whole or not
 * at all: when conditions fail, those whose they were are told, and the others go again; what the server refuses for what
 * one of them is, goes one by one; when it is not known what became of a request, all of its appends are told.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private isUnderWay = false;

  constructor(private readonly options: GroupCommitOptions) {}

  /** Sends an append together with others. @throws what the request failed with */
  append(encoded: EncodedAppend): Promise<Sent> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ encoded, resolve, reject });
      this.next();
    });
  }

  /** Sends it by itself, at once. @throws as `append` */
  async alone(encoded: EncodedAppend): Promise<Sent> {
    try {
      return { position: await this.request([encoded]) };
    } catch (error) {
      if (!(error instanceof AppendConsistencyViolationError)) throw error;
      return violatedBy(error);
    }
  }

  private next(): void {
    if (this.isUnderWay || this.waiting.length === 0) return;
    const { group, rest } = grouped(this.waiting);
    this.waiting = rest;
    this.isUnderWay = true;
    void this.commit(group);
  }

  /** Never rejects. */
  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      const last = await this.request(group.map(({ encoded }) => encoded));
      // The next request need not wait until it is known where these stand.
      void this.tell(group, last);
    } catch (error) {
      this.failed(group, error);
    } finally {
      this.isUnderWay = false;
      this.next();
    }
  }

  private async request(appends: readonly EncodedAppend[]): Promise<bigint> {
    const { names, send, fence, appended } = this.options;
    const checks = new Map(appends.flatMap((append) => append.checks).map((check) => [check.streamName, check]));
    const events = sum(appends.map((append) => append.events));
    const records = appends.flatMap((append) => append.records);
    const last = await send(withGrowth(names, records, events), [...checks.values(), fence()]);
    appended(events);
    return last;
  }

  private failed(group: readonly Waiting[], error: unknown): void {
    if (group.length > 1 && error instanceof AppendConsistencyViolationError) this.violated(group, error);
    else if (group.length > 1 && (isAnswer(error) || tooLarge(error) !== null)) {
      for (const waiting of group) this.single(waiting);
    } else if (error instanceof AppendConsistencyViolationError) {
      for (const { resolve } of group) resolve(violatedBy(error));
    } else {
      // Those that wait are told as well: each is to ask as long as it would by itself, not when its turn comes.
      const waiting = isAnswer(error) ? [] : this.waiting.splice(0);
      for (const { reject } of [...group, ...waiting]) reject(error);
    }
  }

  /** Tells those whose conditions failed, and puts those that it does not concern in front of what waits. */
  private violated(group: readonly Waiting[], cause: AppendConsistencyViolationError): void {
    const violated = streamsOf(cause);
    const known = new Set(group.flatMap(({ encoded: { records, checks } }) => [...records, ...checks].map(streamOf)));
    const common = [...violated].filter((stream) => !known.has(stream));
    const again: Waiting[] = [];
    for (const waiting of group) {
      const { records, checks } = waiting.encoded;
      const others = group.filter((other) => other !== waiting).flatMap(({ encoded }) => encoded.records.map(streamOf));
      const failed = checks.map(streamOf).filter((stream) => violated.has(stream));
      const own = failed.filter((stream) => !others.includes(stream));
      if (own.length + common.length > 0) waiting.resolve({ violated: new Set([...failed, ...common]), cause });
      // The stream may be deleted; or another of the group writes there, and did before: only that one should be told.
      else if (violated.size === 0 || [...failed, ...records.map(streamOf)].some((stream) => violated.has(stream))) {
        this.single(waiting);
      } else again.push(waiting);
    }
    this.waiting = [...again, ...this.waiting];
  }

  private single({ encoded, resolve, reject }: Waiting): void {
    this.alone(encoded).then(resolve, reject);
  }

  /** Where the last event of each append stands: the server says it of the very last, the others are read. */
  private async tell(group: readonly Waiting[], last: bigint): Promise<void> {
    const others = group.slice(0, -1);
    group.at(-1)?.resolve({ position: last });
    if (others.length === 0) return;
    const behind = group.slice(1).map(({ encoded }) => encoded);
    let back = sum(behind.map((append) => append.events));
    // The very last is left out, the first append's last event is one of them, and one tells of the growth.
    const records = sum(behind.map((append) => append.records.length)) + 1;
    try {
      const found = await this.options.before(last, back, records);
      for (const [index, { encoded, resolve }] of others.entries()) {
        const placed = found[back - 1];
        if (placed?.event.id !== encoded.lastEvent) throw new Error('It is not where it should be.');
        resolve({ position: placed.position });
        back -= behind[index]?.events ?? 0;
      }
    } catch (cause) {
      // They are written: whoever asks again by itself finds that.
      for (const { reject } of others) reject(new Error('It is not known where an append stands.', { cause }));
    }
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const streamOf = ({ streamName }: { readonly streamName: string }): string => streamName;

const violatedBy = (cause: AppendConsistencyViolationError): Sent => ({ violated: streamsOf(cause), cause });

const streamsOf = ({ violations }: AppendConsistencyViolationError): ReadonlySet<string> =>
  new Set(violations.map(streamOf));
