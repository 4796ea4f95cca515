import type { Cursor } from '../../src/event-store/cursor.js';
import type { ProgressReport } from '../../src/read-models/progress-tracker.js';
import { trail, views } from '../index.js';
import { ProjectionRunner, type RunnerOptions, type RunnerReport } from './runner.js';

/** Each event of the trail dirties pages all over its indexes: many events at once share them. */
const TRAIL_GATHER_MS = 30;

const nothing: RunnerReport = { reached: null, handled: 0 };

/**
 * Feeds the views and the trail, each at its own pace: answers of commands wait for the views, and under load the trail
 * follows in larger batches, which cost a third less an event.
 */
export class Feeding {
  readonly #views: ProjectionRunner;
  readonly #trail: ProjectionRunner;
  #viewsAt = nothing;
  #trailAt = nothing;

  constructor(
    stores: Pick<RunnerOptions, 'reader' | 'writer' | 'log'>,
    private readonly onProgress: (report: ProgressReport) => void,
  ) {
    this.#views = new ProjectionRunner({
      ...stores,
      projections: views,
      onProgress: (report) => {
        this.#viewsAt = report;
        this.#report();
      },
    });
    this.#trail = new ProjectionRunner({
      ...stores,
      projections: [trail],
      longestGatherMs: TRAIL_GATHER_MS,
      // Also where it has much to catch up with, so that the views never wait for long.
      batchSize: 250,
      onProgress: (report) => {
        this.#trailAt = report;
        this.#report();
      },
    });
  }

  async start(): Promise<void> {
    try {
      await this.#views.start();
      await this.#trail.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  wake(): void {
    this.#views.wake();
    this.#trail.wake();
  }

  /** Ends after the steps that are on their way. */
  async stop(): Promise<void> {
    await Promise.all([this.#views.stop(), this.#trail.stop()]);
  }

  /** Resolves when stopped. @throws ProjectionMovedError when someone else feeds the same read models */
  async finished(): Promise<void> {
    try {
      await Promise.all([this.#views.finished(), this.#trail.finished()]);
    } finally {
      await this.stop();
    }
  }

  #report(): void {
    this.onProgress({
      reached: lesser(this.#viewsAt.reached, this.#trailAt.reached) ?? null,
      views: (this.#viewsAt.reached === undefined ? this.#trailAt.reached : this.#viewsAt.reached) ?? null,
      handled: this.#trailAt.handled,
      projections: [...this.#views.states(), ...this.#trail.states()],
    });
  }
}

type Reached = Cursor | null | undefined;

/** Nothing waits for what does not run. */
function lesser(a: Reached, b: Reached): Reached {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return (a ?? '') < (b ?? '') ? a : b;
}
