import {
  AppendConsistencyViolationError,
  jsonEvent,
  type AppendRecordInput,
  type ConsistencyCheck,
  type JSONType,
} from '@kurrent/kurrentdb-client';
import { EventStoreMovedError, EventStoreNotEmptyError, InvalidAppendError } from '../errors.js';
import type { Arrived, LogIdentity, MovableCommand, MoveTarget, Room } from '../moving.js';
import { appendRecords } from './append-records.js';
import { commandsBehind } from './commands.js';
import { encodeEvent, encodeReceipt, expected } from './encode.js';
import { tooLarge } from './failures.js';
import { withGrowth } from './growth.js';
import { beginInstallation, findInstallation, type Installation } from './installation.js';
import { formatOrigins, MOVED_FROM } from './moved-from.js';
import { MoveLink, type KurrentDbPlace } from './move-link.js';
import { readMoves, type Moves } from './moves.js';
import { encodeIndex, indexOf, INDEX_TYPE, type IndexData } from './origins.js';
import { PlainLoop } from './plain-loop.js';

/** Where positions are offsets, epochs are even; see Cursor. */
const epochAfter = (epoch: number): number => epoch + 2 - (epoch % 2);

/** What has arrived of a log or is under way, and how many index records say so. */
interface Progress {
  readonly batches: bigint;
  readonly newest: IndexData | null;
}

/** What is written at once. */
interface Batch {
  /** For people. */
  readonly name: string;
  /** Of its index record. */
  readonly revision: bigint;
  readonly index: IndexData;
  readonly records: AppendRecordInput[];
  readonly checks: ConsistencyCheck[];
}

/**
 * Opens the place on a server that a log is moved to, or goes on where an earlier move was interrupted.
 *
 * @throws EventStoreNotEmptyError when something else is there
 */
export async function openKurrentDbMoveTarget(
  at: KurrentDbPlace,
  source: { readonly identity: LogIdentity; readonly place: string },
): Promise<KurrentDbMoveTarget> {
  const link = await MoveLink.open(at);
  try {
    const { installation: id, epoch: former } = source.identity;
    const epoch = epochAfter(former);
    const { log, names } = link;
    let installation = await findInstallation(log, names, link.patience());
    if (installation === null) {
      const arriving = jsonEvent({ type: 'LogArriving', data: { other: source.place } });
      installation = await beginInstallation(link.client, log, names, link.patience('append'), { id, epoch }, [
        { streamName: names.moves, record: arriving },
      ]);
    }
    const moves = await readMoves(log, names, link.patience());
    if (installation.id !== id || installation.epoch !== epoch || moves.revision === null) throw occupied(link.place);
    const last = await log.last(names.origins, link.patience());
    const progress =
      last === null ? { batches: 0n, newest: null } : { batches: last.revision + 1n, newest: indexOf(last) };
    return new KurrentDbMoveTarget(link, installation, former, moves, progress);
  } catch (error) {
    await link.close();
    throw error;
  }
}

const occupied = (place: string): EventStoreNotEmptyError => new EventStoreNotEmptyError(`the streams of ${place}`);

/**
 * Batches go in one after another, each with a record of its own that must be the next one of the index: so a batch
 * that was sent twice is there once, and the index says where to go on.
 */
export class KurrentDbMoveTarget implements MoveTarget {
  readonly identity: LogIdentity;
  readonly room: Room = { events: 1_000, characters: 4 * 1024 * 1024 };
  /** What the server takes without any of our doing, to be measured beside the move. */
  readonly plainLoop: PlainLoop;
  /** The newest batch; it fails where one before it did. */
  private underWay = Promise.resolve();

  constructor(
    private readonly link: MoveLink,
    private readonly installation: Installation,
    /** Epoch that the log comes from. */
    private readonly former: number,
    private moves: Moves,
    private progress: Progress,
  ) {
    this.identity = { installation: installation.id, epoch: installation.epoch };
    this.plainLoop = new PlainLoop(link);
  }

  get place(): string {
    return this.link.place;
  }

  get isComplete(): boolean {
    return this.moves.state !== 'arriving';
  }

  get arrived(): Arrived | null {
    const { newest } = this.progress;
    const last = newest?.epochs[this.former]?.[1];
    return newest === null || last === undefined ? null : { position: BigInt(last), events: newest.total };
  }

  /** Prepared and sent while the batch before is under way: the server takes it only behind that one. */
  append(commands: readonly MovableCommand[]): Promise<void> {
    const batch = this.prepare(commands);
    const delivered = this.deliver(batch, this.underWay);
    this.underWay = delivered;
    this.progress = { batches: batch.revision + 1n, newest: batch.index };
    return delivered;
  }

  private prepare(commands: readonly MovableCommand[]): Batch {
    const { names } = this.link;
    const { batches: revision, newest } = this.progress;
    const index = encodeIndex(commands, this.former, newest?.total ?? 0);
    return {
      name: nameOf(commands),
      revision,
      index,
      records: withGrowth(
        names,
        [
          { streamName: names.origins, record: jsonEvent({ type: INDEX_TYPE, data: { ...index } }) },
          ...this.encode(commands),
        ],
        index.events,
      ),
      checks: [
        expected(names.origins, revision === 0n ? 'no_stream' : revision - 1n),
        expected(names.moves, this.moves.revision ?? 'no_stream'),
      ],
    };
  }

  private async deliver(batch: Batch, before: Promise<void>): Promise<void> {
    const patience = this.link.patience('append');
    let isNext = false;
    for (;;) {
      try {
        await appendRecords(this.link.client, batch.records, batch.checks);
        break;
      } catch (error) {
        const refusal = tooLarge(error);
        if (refusal !== null) throw new InvalidAppendError(`${batch.name}: ${refusal.message}`, { cause: error });
        const wasEarly = !isNext;
        await before;
        isNext = true;
        const isViolation = error instanceof AppendConsistencyViolationError;
        if (!isViolation) await patience.again(error);
        // Asked for anew what the answer would have said.
        const found = await this.findInPlaceOf(batch);
        if (found === 'it') break;
        if (found === 'another') {
          throw new EventStoreMovedError(`Something else was written to ${this.place} meanwhile.`, { cause: error });
        }
        // What stands in the way cannot be read yet.
        if (isViolation && !wasEarly) await patience.pause(error);
      }
    }
    this.plainLoop.sample(batch.records);
  }

  commands(): AsyncIterable<MovableCommand> {
    const { log, names } = this.link;
    const { floor } = this.installation;
    return commandsBehind(floor, { log, names, identity: this.identity, patience: this.link.patience() });
  }

  async complete(): Promise<void> {
    if (!this.isComplete) this.moves = await this.link.tell('LogArrived', this.moves.other, this.moves);
  }

  close(): Promise<void> {
    return this.link.close();
  }

  /** What was written there, whatever the answer said. */
  private async findInPlaceOf({ revision, index }: Batch): Promise<'nothing' | 'it' | 'another'> {
    const record = await this.link.log.at(this.link.names.origins, revision, this.link.patience());
    if (record === null) return 'nothing';
    const { total, epochs } = indexOf(record);
    const isIt =
      total === index.total && JSON.stringify(epochs[this.former]) === JSON.stringify(index.epochs[this.former]);
    return isIt ? 'it' : 'another';
  }

  private *encode(commands: readonly MovableCommand[]): Generator<AppendRecordInput, void> {
    const { names } = this.link;
    for (const { command, events } of commands) {
      const { occurredAt } = events[0].event.metadata;
      yield encodeReceipt(names, command.id, { fingerprint: command.fingerprint, events: events.length, occurredAt });
      for (const { event, position, origins } of events) {
        const data = event.data as Record<string, JSONType>;
        const more = { [MOVED_FROM]: formatOrigins([{ epoch: this.former, position }, ...origins]) };
        yield encodeEvent(names, event.stream, event, data, more);
      }
    }
  }
}

const nameOf = ([first]: readonly MovableCommand[]): string =>
  first === undefined ? 'Nothing' : `The command of event ${first.events[0].event.id}`;
