import type { StreamStateCheck } from '@kurrent/kurrentdb-client';
import {
  AppendConflictError,
  CommandReusedError,
  EventStoreDamagedError,
  EventStoreUnavailableError,
} from '../errors.js';
import type { Appended, AppendRequest, EventStore } from '../port.js';
import { appendRecords } from './append-records.js';
import { Asking } from './asking.js';
import { encodeAppend, expected, type EncodedAppend } from './encode.js';
import { tooLarge } from './failures.js';
import { GroupCommit, type Sent } from './group-commit.js';
import { KurrentDbReader, type ReaderParts } from './kurrentdb-reader.js';
import { readMoves } from './moves.js';
import { Patience } from './patience.js';

/** The log on a server, to write and read. Any number of processes may have it open. */
export class KurrentDbStore extends KurrentDbReader implements EventStore {
  private readonly underWay = new Set<Promise<Appended>>();
  private readonly commit: GroupCommit;
  private readonly asking: Asking;
  private moves = this.parts.moves;

  constructor(parts: ReaderParts) {
    super(parts);
    const { client, names, link } = parts;
    const { events, relay, relaying, doorbell } = this;
    this.asking = new Asking({ relay, relaying, doorbell });
    this.commit = new GroupCommit({
      names,
      before: async (position, count, records) => {
        await this.asking.upTo(position);
        return events.before(position, count, records, this.patience());
      },
      send: (records, checks) => appendRecords(client, records, checks),
      fence: () => this.fence(),
      appended: (events) => link.observer.appended(events),
    });
  }

  async append(request: AppendRequest): Promise<Appended> {
    const encoded = encodeAppend(this.parts.names, request);
    this.open();
    const appending = this.appendOnce(request, encoded);
    this.underWay.add(appending);
    try {
      return await appending;
    } finally {
      this.underWay.delete(appending);
    }
  }

  /**
   * From now on until it closes, sees to it that what comes, from whichever process, is read once and relayed to the
   * threads of this one that listen.
   */
  relayGrowth(): void {
    this.open();
    void this.asking.follow();
  }

  override onRelayed(relayed: () => void): void {
    this.asking.onKnown(relayed);
  }

  /** Takes no more appends and lets those under way finish before it ends. */
  protected override async end(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.asking.close();
    await super.end();
  }

  /** Sends the same append until it is known what became of it. */
  private async appendOnce(request: AppendRequest, encoded: EncodedAppend): Promise<Appended> {
    const { link, patienceMs } = this.parts;
    const patience = new Patience(patienceMs, link, 'append');
    const [{ event }] = request.records as readonly [AppendRequest['records'][0]];
    let isUncertain = false;
    // What may find its own receipt in the way would fail a whole group.
    let byItself = false;
    for (;;) {
      let sent: Sent;
      try {
        sent = byItself ? await this.commit.alone(encoded) : await this.commit.append(encoded);
      } catch (error) {
        const refusal = tooLarge(error);
        if (refusal !== null) throw refusal;
        await patience.again(error);
        [isUncertain, byItself] = [true, true];
        continue;
      }
      if ('violated' in sent) {
        const accepted = await this.settle(request, encoded, sent.violated, isUncertain);
        if (accepted !== null) return accepted;
        // The server has seen a receipt that cannot be read yet: whether it will be is known soon.
        await patience.pause(sent.cause);
        byItself = true;
        continue;
      }
      patience.succeeded();
      if (isUncertain) return (await this.firstOutcome(request, encoded)) ?? missing();
      return { cursor: this.cursors.at(sent.position), repeated: false, occurredAt: event.metadata.occurredAt };
    }
  }

  /**
   * What a failed check comes to. The command comes first: when it is known, its first outcome counts, whatever else
   * failed. Null when it is to be sent again: its receipt is in the way and cannot be read, or the log was about to be
   * moved away and stayed.
   *
   * @throws CommandReusedError, AppendConflictError, EventStoreDamagedError
   * @throws EventStoreUnavailableError when the log was moved away
   */
  private async settle(
    request: AppendRequest,
    encoded: EncodedAppend,
    violated: ReadonlySet<string>,
    isUncertain: boolean,
  ): Promise<Appended | null> {
    const { names, link } = this.parts;
    const streams = new Set(violated);
    const isKnown = streams.delete(names.receipt(request.command.id));
    if (isKnown || isUncertain) {
      const accepted = await this.firstOutcome(request, encoded);
      if (accepted !== null || isKnown) return accepted;
    }
    if (streams.delete(names.moves)) {
      await this.checkNotMoved();
      if (streams.size === 0) return null;
    }
    const checked = new Set(request.checks.map(({ stream }) => stream));
    const failed = [...streams].map((stream) => names.nameOf(stream) ?? stream);
    const gone = failed.find((stream) => !checked.has(stream));
    if (gone !== undefined) throw new EventStoreDamagedError(`The stream ${gone} was deleted on the server.`);
    link.observer.conflicted();
    throw new AppendConflictError(failed);
  }

  /** Of a log that is moved away nothing is left behind: no append gets in behind the last one that was moved. */
  private fence(): StreamStateCheck {
    return expected(this.parts.names.moves, this.moves.revision ?? 'no_stream');
  }

  /** @throws EventStoreUnavailableError as long as the log is not to be written here */
  private async checkNotMoved(): Promise<void> {
    const { log, names } = this.parts;
    const moves = await readMoves(log, names, this.patience());
    if (moves.state !== 'open') {
      throw new EventStoreUnavailableError(`The log is moved to ${moves.other}: nothing is appended here any more.`);
    }
    this.moves = moves;
  }

  /** What the command came to when it was accepted: by this append, if it asked again, or by another. Null: it was not. */
  private async firstOutcome(request: AppendRequest, { receiptId }: EncodedAppend): Promise<Appended | null> {
    const { id, fingerprint } = request.command;
    const receipt = await this.receiptOf(id);
    if (receipt === null) return null;
    if (receipt.fingerprint !== fingerprint) throw new CommandReusedError();
    const { cursor } = await this.outcomeBehind(receipt);
    return { cursor, repeated: receipt.id !== receiptId, occurredAt: receipt.occurredAt };
  }
}

function missing(): never {
  throw new EventStoreDamagedError('The event store is damaged: the receipt of an accepted command is missing.');
}
