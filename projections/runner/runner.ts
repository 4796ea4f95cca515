import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Cursor } from '../../src/event-store/cursor.js';
import type { EventReader } from '../../src/event-store/port.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import { ProjectionMovedError, type ProjectionState, type ReadModelWriter } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';
import { Alarm } from './alarm.js';
import type { Fed, Lane, StopAtPoison } from './lane.js';
import { plan } from './plan.js';
import { Standings } from './standings.js';

/** What a runner tells after each step. */
export interface RunnerReport {
  /** Position that each of its running, active projections has reached: null before the first event, undefined when none runs. */
  readonly reached: Cursor | null | undefined;
  /** Events of the log that were handled since start. */
  readonly handled: number;
}

export interface RunnerOptions {
  readonly reader: EventReader;
  readonly writer: ReadModelWriter;
  readonly projections: readonly Projection[];
  readonly log: ReadModelLog;
  readonly onProgress?: (report: RunnerReport) => void;
  /** Most events that are folded in memory and written in one transaction; 1,000 unless told. */
  readonly batchSize?: number;
  /** How often the log is looked at though nobody woke the runner, in milliseconds; 250 unless told. */
  readonly pollMs?: number;
  /** Longest time that events which come faster than one by one are let gather, in milliseconds; 1 unless told. */
  readonly longestGatherMs?: number;
  /** Where the pauses begin that double while the log or the read models cannot be reached, in milliseconds; 250 unless told. */
  readonly firstPauseMs?: number;
}

interface Pass {
  /** How many events had come since the last one; 0 while there are more at once. */
  readonly crowd: number;
  /** Whether all have been handled that were there. */
  readonly isThrough: boolean;
}

const NOTHING_TO_DO: Pass = { crowd: 0, isThrough: true };

/** Between attempts while the log or the read models cannot be reached, in milliseconds. */
const LONGEST_PAUSE = 5_000;
/**
 * When a look brings several events, the next ones are let gather: a transaction costs nearly as much for two events
 * as for twenty. The larger the crowd, the longer; an event that comes alone never waits.
 */
const GATHER_MS_AN_EVENT = 5;

/**
 * Feeds the read models from the log, exactly once: documents and positions are written in one transaction.
 *
 * All projections at the same position share a lane. One that stands elsewhere (new, or a changed version that is rebuilt
 * while the old one answers) has a lane of its own until it reaches the leading one; a rebuilt version answers as soon as
 * the leading lane, with it, stands at the end of the log. While a transaction is on its way, what comes in gathers for
 * the next batch; a single event is written at once. A projection that cannot handle an event stops in front of it, and
 * only a restart tries that event again.
 */
export class ProjectionRunner {
  readonly #options: Required<Omit<RunnerOptions, 'onProgress'>> & Pick<RunnerOptions, 'onProgress'>;
  readonly #alarm = new Alarm();
  readonly #standings: Standings;
  #lanes: Lane[] = [];
  #handled = 0;
  #stopping = false;
  #waiting: { readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  #finished: Promise<void> | null = null;

  constructor(options: RunnerOptions) {
    this.#options = { batchSize: 1_000, pollMs: 250, longestGatherMs: 1, firstPauseMs: 250, ...options };
    this.#standings = new Standings(options.projections);
  }

  /** Prepares the read models and begins to feed them. */
  async start(): Promise<void> {
    await this.#plan();
    for (const state of this.#standings.all().filter(({ stopped }) => stopped)) {
      await this.#options.writer.markStopped(state, null);
      this.#standings.note(state, { stopped: null });
    }
    this.#report();
    this.#finished = this.#run();
    this.#finished.catch(() => undefined);
  }

  /** Says that the log may have grown. */
  wake(): void {
    this.#alarm.ring();
  }

  /** Resolves when all that was in the log at this moment has been handled and rebuilt versions answer. */
  async caughtUp(): Promise<void> {
    if (this.#finished === null || this.#stopping) throw new Error('The runner is not running.');
    await new Promise<void>((done, failed) => {
      this.#waiting.push({ done, failed });
      this.wake();
    });
  }

  /** Ends after the step that is on its way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#finished?.catch(() => undefined);
  }

  /** Resolves when stopped. @throws ProjectionMovedError when someone else feeds the same read models */
  async finished(): Promise<void> {
    await this.#finished;
  }

  states(): readonly ProjectionState[] {
    return this.#standings.all();
  }

  async #run(): Promise<void> {
    const { log, pollMs, longestGatherMs, firstPauseMs, writer } = this.#options;
    let failures = 0;
    let isRung = false;
    try {
      while (!this.#stopping) {
        this.#alarm.reset();
        const waiting = this.#waiting;
        this.#waiting = [];
        try {
          if (failures > 0) await this.#plan();
          // Who waits in `caughtUp` needs the true end of the log, and so does a look that nobody rang for.
          const knownIsEnough = isRung && waiting.length === 0;
          const { crowd, isThrough } = await this.#pass(knownIsEnough);
          failures = 0;
          if (isThrough) for (const { done } of waiting) done();
          else this.#waiting.unshift(...waiting);
          // Lets messages in where log and read models answer without ever leaving this turn.
          await (crowd > 1 ? delay(Math.min(longestGatherMs, crowd * GATHER_MS_AN_EVENT)) : nextTurn());
          // Whoever appends wakes this runner. When nobody does, it is a time to tidy up.
          isRung = isThrough && (await this.#alarm.within(pollMs));
          if (isThrough && !isRung) await writer.rest();
        } catch (error) {
          this.#waiting.unshift(...waiting);
          if (error instanceof ProjectionMovedError) throw error;
          failures += 1;
          isRung = false;
          log('error', 'The read models could not be fed; trying again.', { reason: reasonOf(error), failures });
          await this.#alarm.within(Math.min(firstPauseMs * 2 ** (failures - 1), LONGEST_PAUSE));
        }
      }
    } catch (error) {
      log('error', 'The read models are fed by someone else; this runner stops.', { reason: reasonOf(error) });
      for (const { failed } of this.#waiting.splice(0)) failed(error);
      throw error;
    } finally {
      this.#stopping = true;
      for (const { failed } of this.#waiting.splice(0)) failed(new Error('The runner was stopped.'));
    }
  }

  /** One batch of every lane. */
  async #pass(knownIsEnough: boolean): Promise<Pass> {
    const { reader, writer, batchSize } = this.#options;
    const lead = this.#lead();
    if (!lead) return NOTHING_TO_DO;
    const ahead = await lead.step(reader, writer, { limit: batchSize, until: null, knownIsEnough });
    this.#handled += ahead.events;
    let busy = ahead.events > 0;
    await this.#settle(lead, ahead.stopped);

    for (const lane of this.#lanes.filter((other) => other !== lead)) {
      // Small steps, so that the leading lane never waits for long.
      const behind = await lane.step(reader, writer, { limit: Math.ceil(batchSize / 4), until: lead.position });
      this.#handled += behind.events;
      busy ||= behind.events > 0;
      await this.#settle(lane, behind.stopped);
      if (lane.position !== lead.position) continue;
      lead.join(lane);
      this.#lanes = this.#lanes.filter((other) => other !== lane);
    }
    if (ahead.ended) {
      for (const fed of lead.fed.filter(({ active }) => !active)) {
        await this.#activate(lead, fed);
        busy = true;
      }
    }
    if (!busy) return NOTHING_TO_DO;
    this.#report();
    return { crowd: ahead.ended ? ahead.events : 0, isThrough: ahead.ended && this.#lanes.length <= 1 };
  }

  #lead(): Lane | null {
    return this.#lanes.reduce<Lane | null>(
      (lead, lane) => (lead === null || (lane.position ?? '') > (lead.position ?? '') ? lane : lead),
      null,
    );
  }

  /** Takes note of where a lane's projections stand, and stops those that met an event they cannot handle. */
  async #settle(lane: Lane, stops: readonly StopAtPoison[]): Promise<void> {
    for (const { projection, cursor } of lane.fed) this.#standings.note(projection, { cursor });
    for (const { fed, poison } of stops) {
      const stopped = { eventId: poison.event.id, message: reasonOf(poison.error) };
      this.#standings.stop(fed.projection, fed.cursor, stopped);
      this.#options.log('error', 'A read model cannot handle an event; it stands still until this is mended.', {
        projection: fed.projection.name,
        version: fed.projection.version,
        eventId: stopped.eventId,
        eventType: poison.event.type,
        reason: stopped.message,
      });
      await this.#options.writer.markStopped(fed.projection, stopped);
    }
    if (lane.fed.length === 0) this.#lanes = this.#lanes.filter((other) => other !== lane);
  }

  async #activate(lane: Lane, fed: Fed): Promise<void> {
    const { projection } = fed;
    await this.#options.writer.activate(projection);
    lane.markActive(fed);
    this.#standings.activate(projection);
    this.#options.log('info', 'A rebuilt read model answers from now on.', {
      projection: projection.name,
      version: projection.version,
    });
  }

  /** Finds out anew where everything stands, as at start and after a failure whose outcome is unknown. */
  async #plan(): Promise<void> {
    const { reader, writer, log } = this.#options;
    const { lanes, states } = await plan(this.#standings.running(), reader, writer, log);
    this.#lanes = [...lanes];
    this.#standings.replace(states);
  }

  #report(): void {
    this.#options.onProgress?.({ reached: this.#reached(), handled: this.#handled });
  }

  #reached(): Cursor | null | undefined {
    const positions = this.#lanes.filter(({ fed }) => fed.some(({ active }) => active)).map(({ position }) => position);
    return positions.reduce((least, position) => ((position ?? '') < (least ?? '') ? position : least), positions[0]);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
