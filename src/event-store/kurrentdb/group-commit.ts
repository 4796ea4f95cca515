import { AppendConsistencyViolationError, type ConsistencyCheck } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import { grouped } from './append-group.js';
import { positionOf } from './decode.js';
import type { EncodedAppend } from './encode.js';
import { tooLarge } from './failures.js';
import { withGrowth } from './growth.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/** What the server said to an append: where its last event stands, or which streams were not as it expected them. */
export type Sent = { readonly position: bigint } | { readonly violated: ReadonlySet<string> };

export interface GroupCommitOptions {
  readonly names: Names;
  readonly log: ServerLog;
  /** Appends once, and tells where the last record stands. */
  readonly send: (records: EncodedAppend['records'], checks: readonly ConsistencyCheck[]) => Promise<bigint>;
  /** What must hold besides, whatever is appended. */
  readonly fence: () => EncodedAppend['checks'][number];
  /** For each time that the server is asked where things stand. */
  readonly patience: () => Patience;
}

interface Waiting {
  readonly encoded: EncodedAppend;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends appends that come while a request is under way in the next one, which costs client and server little more than
 * one of them: several requests at once would be smaller, and slower together.
 * The request is written whole or not at all: when conditions fail, those whose they were are told, and the others go
 * again; when it is not known what became of it, all of them are told.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private isUnderWay = false;

  constructor(private readonly options: GroupCommitOptions) {}

  /** Sends an append together with others. @throws what the request failed with, of which the outcome is open */
  append(encoded: EncodedAppend): Promise<Sent> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ encoded, resolve, reject });
      this.next();
    });
  }

  /** Sends it by itself. @throws as `append` */
  async alone(encoded: EncodedAppend): Promise<Sent> {
    try {
      return { position: await this.send([encoded]) };
    } catch (error) {
      if (!(error instanceof AppendConsistencyViolationError)) throw error;
      return { violated: streamsOf(error) };
    }
  }

  private next(): void {
    if (this.isUnderWay || this.waiting.length === 0) return;
    const { group, rest } = grouped(this.waiting);
    this.waiting = rest;
    this.isUnderWay = true;
    void this.request(group);
  }

  /** Never rejects. */
  private async request(group: readonly Waiting[]): Promise<void> {
    let last: bigint;
    try {
      last = await this.send(group.map(({ encoded }) => encoded));
    } catch (error) {
      this.failed(group, error);
      return;
    } finally {
      this.isUnderWay = false;
      this.next();
    }
    try {
      const positions = await this.positions(group, last);
      for (const [index, { resolve }] of group.entries()) resolve({ position: positions[index] ?? last });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  private send(appends: readonly EncodedAppend[]): Promise<bigint> {
    const { names, send, fence } = this.options;
    const checks = new Map(appends.flatMap((append) => append.checks).map((check) => [check.streamName, check]));
    const events = appends.reduce((sum, append) => sum + append.events, 0);
    const records = appends.flatMap((append) => append.records);
    return send(withGrowth(names, records, events), [...checks.values(), fence()]);
  }

  private failed(group: readonly Waiting[], error: unknown): void {
    if (error instanceof AppendConsistencyViolationError && error.violations.length > 0) {
      this.violated(group, streamsOf(error));
    } else if (tooLarge(error) !== null && group.length > 1) {
      // Each by itself may be small enough.
      for (const waiting of group) this.single(waiting);
    } else {
      for (const { reject } of group) reject(error);
    }
  }

  /** Tells those whose conditions failed, and puts those that it does not concern in front of what waits. */
  private violated(group: readonly Waiting[], violated: ReadonlySet<string>): void {
    const named = new Set(group.flatMap(({ encoded: { records, checks } }) => [...records, ...checks].map(nameOf)));
    const common = [...violated].filter((stream) => !named.has(stream));
    const again: Waiting[] = [];
    for (const waiting of group) {
      const { records, checks } = waiting.encoded;
      const isViolated = (stream: string): boolean => violated.has(stream);
      const failed = [...checks.map(nameOf).filter(isViolated), ...common];
      if (failed.length > 0) waiting.resolve({ violated: new Set(failed) });
      // The stream may be deleted; or another of the group wrote there, and did before: only that one should be told.
      else if (records.map(nameOf).some(isViolated)) this.single(waiting);
      else again.push(waiting);
    }
    this.waiting = [...again, ...this.waiting];
    this.next();
  }

  private single({ encoded, resolve, reject }: Waiting): void {
    this.alone(encoded).then(resolve, reject);
  }

  /** Where the last event of each append stands: the server tells it of the last one only. */
  private async positions(group: readonly Waiting[], last: bigint): Promise<readonly bigint[]> {
    const ids = group.map(({ encoded }) => encoded.records.at(-1)?.record.id);
    if (group.length === 1) return [last];
    const { log, patience } = this.options;
    // Everything behind the first append's last event and that event: the very last is known, and one tells of the growth.
    const count = group.slice(1).reduce((sum, { encoded }) => sum + encoded.records.length, 1);
    const found = new Map((await log.before(last, count, patience())).map((record) => [record.id, positionOf(record)]));
    return ids.map((id, index) => {
      const position = index === ids.length - 1 ? last : found.get(id ?? '');
      if (position === undefined) throw new EventStoreDamagedError('An append is not where the server said it is.');
      return position;
    });
  }
}

const nameOf = ({ streamName }: { readonly streamName: string }): string => streamName;

const streamsOf = ({ violations }: AppendConsistencyViolationError): ReadonlySet<string> =>
  new Set(violations.map(({ streamName }) => streamName));
