import { Alarm } from '../../projections/runner/alarm.js';
import { fold } from '../../projections/runner/fold.js';
import { isCursorFromElsewhere } from '../event-store/errors.js';
import type { EventReader, StoredEvent } from '../event-store/port.js';
import type { ReadModelLog } from '../read-models/log.js';
import type { Document } from '../read-models/port.js';
import { KEPT } from './kept-collections.js';
import { markAfter } from './marks.js';
import { BEGINNING, type Block, type HistoryChange, type HistoryWriter, type Mark } from './port.js';

export interface KeeperOptions {
  readonly events: Pick<EventReader, 'readAll' | 'head' | 'acceptCursor'>;
  readonly history: HistoryWriter;
  readonly log: ReadModelLog;
  /** Events of a block; 2,048 unless told. */
  readonly blockSize?: number;
  /** Told after each block, with the number of events up to its end. */
  readonly onBlock?: (events: number) => void;
}

export const BLOCK_SIZE = 2_048;
/** How often it is looked whether the next block is whole, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** While others write to the log, so many times as long as a block took is left to them before the next one. */
const REST = 19;
/** So many when it falls behind all the same, which is what several whole blocks one after the other tell. */
const SHORT_REST = 4;
const BLOCKS_BEHIND = 4;

/** The log holds an event that a read model cannot handle: nothing behind it can be kept. */
class UnfoldableEventError extends Error {
  constructor(event: StoredEvent, options: ErrorOptions) {
    super(`The past cannot be kept beyond the event ${event.id} (${event.type}).`, options);
    this.name = new.target.name;
  }
}

/**
 * Keeps the past: whenever another block of the log is whole, the documents that changed in it are written as they are at
 * its end. In no hurry, for what lies behind the last block is folded when it is asked for.
 */
export class HistoryKeeper {
  readonly #options: Required<Omit<KeeperOptions, 'onBlock'>> & Pick<KeeperOptions, 'onBlock'>;
  readonly #alarm = new Alarm();
  #last: Block | null = null;
  /** What is known of the next block. */
  #begun: StoredEvent[] = [];
  #stopping = false;
  #finished: Promise<void> | null = null;

  constructor(options: KeeperOptions) {
    this.#options = { blockSize: BLOCK_SIZE, ...options };
  }

  /** Finds out how far it has come, and goes on from there until it is stopped. */
  async start(): Promise<void> {
    await this.#begin();
    this.#finished = this.#run();
  }

  /** Keeps every block that is whole now, without a pause. */
  async catchUp(): Promise<void> {
    await this.#begin();
    while (!this.#stopping && (await this.#keepNext()));
    await this.#options.history.rest();
  }

  /** Ends after the block that is on its way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#alarm.ring();
    await this.#finished;
  }

  async #begin(): Promise<void> {
    const { events, history, log } = this.#options;
    const last = await history.lastBlock();
    this.#last = last;
    this.#begun = [];
    if (last === null) return;
    try {
      if ((await events.acceptCursor(last.end.cursor)) === last.end.cursor) return;
      log('info', 'The log was moved; its kept history is made anew.', {});
      await history.clear();
      this.#last = null;
    } catch (error) {
      if (!isCursorFromElsewhere(error)) throw error;
      log('error', 'The kept history was not made from this log; it is made anew.', { reason: error.message });
      await history.clear();
      this.#last = null;
    }
  }

  async #run(): Promise<void> {
    const { events, history, log } = this.#options;
    let failures = 0;
    let inARow = 0;
    while (!this.#stopping) {
      const began = performance.now();
      let pause = LOOK_EVERY_MS;
      try {
        // What became of a block that failed is not known.
        if (failures > 0) await this.#begin();
        const head = await events.head();
        const wasWhole = await this.#keepNext();
        failures = 0;
        if (wasWhole) {
          inARow += 1;
          const rest = inARow > BLOCKS_BEHIND ? SHORT_REST : REST;
          pause = (await events.head()) === head ? 0 : (performance.now() - began) * rest;
        } else if (inARow > 0) {
          inARow = 0;
          await history.rest();
        }
      } catch (error) {
        if (error instanceof UnfoldableEventError) {
          // Not before a restart, which may bring another version of this software.
          log('error', error.message, { reason: reasonOf(error.cause) });
          return;
        }
        failures += 1;
        pause = Math.min(LOOK_EVERY_MS * 2 ** failures, 60_000);
        log('error', 'The past could not be kept; trying again.', { reason: reasonOf(error), failures });
      }
      await this.#alarm.within(pause);
    }
  }

  /** @returns false when the next block is not whole yet */
  async #keepNext(): Promise<boolean> {
    const { events, history, blockSize, onBlock } = this.#options;
    const begun = this.#begun;
    const known = begun.at(-1)?.cursor ?? this.#last?.end.cursor ?? null;
    for await (const event of events.readAll(known, { limit: blockSize - begun.length })) begun.push(event);
    if (begun.length < blockSize) return false;
    const number = this.#last?.number ?? BEGINNING;
    const end = begun.reduce<Mark | null>(markAfter, this.#last?.end ?? null);
    if (end === null) return false;
    const changes: HistoryChange[] = [];
    for (const projection of KEPT) {
      const loaded = new Map<string, Document | null>();
      const load = async (_: unknown, ids: readonly string[]): Promise<readonly (Document | null)[]> => {
        const documents = await history.getMany(projection, ids, number);
        for (const [n, id] of ids.entries()) loaded.set(id, documents[n] ?? null);
        return documents;
      };
      const folded = await fold(projection, begun, { load });
      if (folded.poison) throw new UnfoldableEventError(folded.poison.event, { cause: folded.poison.error });
      for (const change of folded.changes) changes.push({ ...change, before: loaded.get(change.id) ?? null });
    }
    const block = { number: number + 1, end, events: (this.#last?.events ?? 0) + begun.length };
    await history.append(block, changes);
    this.#last = block;
    this.#begun = [];
    onBlock?.(block.events);
    return true;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
