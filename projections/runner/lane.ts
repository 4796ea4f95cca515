import type { Cursor } from '../../src/event-store/cursor.js';
import type { EventReader, StoredEvent } from '../../src/event-store/port.js';
import type { ReadModelWriter } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';
import { fold, type Poison } from './fold.js';

/** A projection as the runner feeds it. */
export interface Fed {
  readonly projection: Projection;
  readonly cursor: Cursor | null;
  /** False while this version is being rebuilt beside the one that answers. */
  readonly active: boolean;
}

export interface StopAtPoison {
  readonly fed: Fed;
  readonly poison: Poison;
}

export interface LaneStep {
  /** Events of the log that the step went through. */
  readonly events: number;
  /** Whether the lane stands at the end of the log, of what is known of it where that was enough, or where it was to stop. */
  readonly ended: boolean;
  readonly stopped: readonly StopAtPoison[];
}

export interface StepBounds {
  /** Most events of the step. */
  readonly limit: number;
  /** Where to stop; null at the end of the log. */
  readonly until: Cursor | null;
  /** As the log's own option: whether more will be told of. */
  readonly knownIsEnough?: boolean;
}

/** Projections that stand at the same position, and so are fed by one reading and written in one transaction. */
export class Lane {
  #fed: readonly Fed[];
  #position: Cursor | null;

  constructor(fed: readonly Fed[]) {
    this.#fed = fed;
    this.#position = fed[0]?.cursor ?? null;
  }

  get fed(): readonly Fed[] {
    return this.#fed;
  }

  get position(): Cursor | null {
    return this.#position;
  }

  join(other: Lane): void {
    this.#fed = [...this.#fed, ...other.#fed];
  }

  markActive(active: Fed): void {
    this.#fed = this.#fed.map((fed) => (fed === active ? { ...fed, active: true } : fed));
  }

  /** One batch: read, folded, and written together with the positions. */
  async step(reader: EventReader, writer: ReadModelWriter, bounds: StepBounds): Promise<LaneStep> {
    const { batch, ended } = await this.#read(reader, bounds);
    const last = batch.at(-1);
    if (!last) return { events: 0, ended, stopped: [] };
    const folds = await Promise.all(
      this.#fed.map(async (fed) => ({ fed, folded: await fold(fed.projection, batch, writer) })),
    );
    const moves = folds.flatMap(({ fed: { projection, cursor: from }, folded: { to } }) =>
      to === null ? [] : [{ projection, from, to }],
    );
    if (moves.length > 0) await writer.apply({ changes: folds.flatMap(({ folded }) => folded.changes), moves });

    this.#position = last.cursor;
    const stopped = folds.flatMap(({ fed, folded: { poison, to } }) =>
      poison ? [{ fed: { ...fed, cursor: to ?? fed.cursor }, poison }] : [],
    );
    this.#fed = folds.flatMap(({ fed, folded }) => (folded.poison ? [] : [{ ...fed, cursor: last.cursor }]));
    return { events: batch.length, ended, stopped };
  }

  async #read(
    reader: EventReader,
    { limit, until, knownIsEnough = false }: StepBounds,
  ): Promise<{ readonly batch: readonly StoredEvent[]; readonly ended: boolean }> {
    const batch: StoredEvent[] = [];
    for await (const event of reader.readAll(this.#position, { limit, knownIsEnough })) {
      if (until !== null && event.cursor > until) return { batch, ended: true };
      batch.push(event);
    }
    return { batch, ended: batch.length < limit };
  }
}
