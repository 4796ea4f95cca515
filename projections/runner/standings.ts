import type { ProjectionState } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';
import { versionKey } from './plan.js';

type Stopped = NonNullable<ProjectionState['stopped']>;

/** Where each version of a runner's projections stands, as it was noted last, and what stopped it here. */
export class Standings {
  readonly #own: ReadonlySet<string>;
  readonly #stopped = new Map<string, Stopped>();
  #states = new Map<string, ProjectionState>();

  constructor(private readonly projections: readonly Projection[]) {
    this.#own = new Set(projections.map(({ name }) => name));
  }

  all(): readonly ProjectionState[] {
    return [...this.#states.values()];
  }

  /** Those that met nothing here which they cannot handle. */
  running(): readonly Projection[] {
    return this.projections.filter((projection) => !this.#stopped.has(versionKey(projection)));
  }

  /** Takes what was found out anew; other projections of these read models are another runner's. */
  replace(states: ReadonlyMap<string, ProjectionState>): void {
    this.#states = new Map([...states].filter(([, { name }]) => this.#own.has(name)));
    for (const [key, stopped] of this.#stopped) this.#change(key, { stopped });
  }

  note(projection: Pick<Projection, 'name' | 'version'>, facts: Partial<ProjectionState>): void {
    this.#change(versionKey(projection), facts);
  }

  /** It stands still there until it is started again. */
  stop(projection: Projection, cursor: ProjectionState['cursor'], stopped: Stopped): void {
    this.#stopped.set(versionKey(projection), stopped);
    this.note(projection, { cursor, stopped });
  }

  /** From now on this version answers, and the others of it are gone. */
  activate({ name, version }: Projection): void {
    for (const [key, state] of this.#states) {
      if (state.name === name && state.version !== version) this.#states.delete(key);
    }
    this.note({ name, version }, { active: true });
  }

  #change(key: string, facts: Partial<ProjectionState>): void {
    const state = this.#states.get(key);
    if (state) this.#states.set(key, { ...state, ...facts });
  }
}
