import { isCursorFromElsewhere } from '../../src/event-store/errors.js';
import type { EventReader } from '../../src/event-store/port.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProjectionState, ReadModelWriter } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';
import { Lane, type Fed } from './lane.js';

/** Which version of what: names a projection among those that stand beside each other. */
export const versionKey = ({ name, version }: Pick<ProjectionState, 'name' | 'version'>): string =>
  `${name} version ${version}`;

export interface Plan {
  readonly lanes: readonly Lane[];
  /** Every version that there is, also those that nothing feeds any more. */
  readonly states: ReadonlyMap<string, ProjectionState>;
}

/** Prepares the collections and finds out where each projection stands. */
export async function plan(
  projections: readonly Projection[],
  reader: EventReader,
  writer: ReadModelWriter,
  log: ReadModelLog,
): Promise<Plan> {
  for (const projection of projections) await writer.prepare(projection);
  for (const state of await writer.projections()) await beginAnewIfForeign(state, reader, writer, log);
  const states = new Map((await writer.projections()).map((state) => [versionKey(state), state]));

  const lanes = new Map<string | null, Fed[]>();
  for (const projection of projections) {
    const { cursor = null, active = false } = states.get(versionKey(projection)) ?? {};
    lanes.set(cursor, [...(lanes.get(cursor) ?? []), { projection, cursor, active }]);
  }
  return { lanes: [...lanes.values()].map((fed) => new Lane(fed)), states };
}

/**
 * Read models that were made from another log, or from a longer one than there is, are of no use; nor are those from
 * before a move, which hold places where nothing stands any more.
 */
async function beginAnewIfForeign(
  state: ProjectionState,
  reader: EventReader,
  writer: ReadModelWriter,
  log: ReadModelLog,
): Promise<void> {
  if (state.cursor === null) return;
  try {
    if ((await reader.acceptCursor(state.cursor)) === state.cursor) return;
    log('info', 'The log was moved; a read model is made anew from it.', {
      projection: state.name,
      version: state.version,
    });
    await writer.reset(state);
  } catch (error) {
    if (!isCursorFromElsewhere(error)) throw error;
    log('error', 'A read model was not made from this log; it is begun anew.', {
      projection: state.name,
      version: state.version,
      reason: error.message,
    });
    await writer.reset(state);
  }
}
