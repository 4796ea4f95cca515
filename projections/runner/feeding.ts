import type { Cursor } from '../../src/event-store/cursor.js';
import type { ProgressReport } from '../../src/read-models/progress-tracker.js';
import { search, trail, views } from '../index.js';
import { ProjectionRunner, type RunnerOptions, type RunnerReport } from './runner.js';

/** Each event of the trail dirties pages all over its indexes: many events at once share them. */
const TRAIL_GATHER_MS = 100;
/** A batch of the search writes each of a block's lists once, however many events it has. */
const SEARCH_GATHER_MS = 250;

const nothing: RunnerReport = { reached: null, handled: 0 };

/**
 * Feeds the views, the trail and its search, each at its own pace: answers of commands wait for the views, and under load
 * the trail follows in larger batches, which cost less an event, and the search in larger ones still.
 */
export class Feeding {
  readonly #views: ProjectionRunner;
  readonly #trail: ProjectionRunner;
  readonly #search: ProjectionRunner;
  #viewsAt = nothing;
  #trailAt = nothing;
  #searchAt = nothing;

  constructor(
    stores: Pick<RunnerOptions, 'reader' | 'writer' | 'log' | 'pollMs'>,
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
    this.#search = new ProjectionRunner({
      ...stores,
      projections: [search],
      longestGatherMs: SEARCH_GATHER_MS,
      batchSize: 500,
      onProgress: (report) => {
        this.#searchAt = report;
        this.#report();
      },
    });
  }

  async start(): Promise<void> {
    try {
      for (const runner of this.#all) await runner.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  wake(): void {
    for (const runner of this.#all) runner.wake();
  }

  /** Ends after the steps that are on their way. */
  async stop(): Promise<void> {
    await Promise.all(this.#all.map((runner) => runner.stop()));
  }

  /** Resolves when stopped. @throws ProjectionMovedError when someone else feeds the same read models */
  async finished(): Promise<void> {
    try {
      await Promise.all(this.#all.map((runner) => runner.finished()));
    } finally {
      await this.stop();
    }
  }

  get #all(): readonly ProjectionRunner[] {
    return [this.#views, this.#trail, this.#search];
  }

  #report(): void {
    const reached = lesser(this.#viewsAt.reached, this.#trailAt.reached);
    this.onProgress({
      reached: reached ?? null,
      views: (this.#viewsAt.reached === undefined ? this.#trailAt.reached : this.#viewsAt.reached) ?? null,
      search: lesser(reached, this.#searchAt.reached) ?? null,
      handled: this.#trailAt.handled,
      projections: this.#all.flatMap((runner) => runner.states()),
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
