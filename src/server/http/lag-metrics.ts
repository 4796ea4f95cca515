import { Gauge, type Registry } from 'prom-client';
import { parseCursor, slotOf } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { ReadModels } from '../../read-models/port.js';
import type { Progress } from '../../read-models/progress.js';
import { settledWithin } from '../../settled-within.js';

/** How long the log is waited for, milliseconds: the other figures matter most while it does not answer. */
const PATIENCE_MS = 1_000;

/** How far the read models are behind the log, and how many have stopped: asked when they are read. */
export function observeProjections(
  registry: Registry,
  events: Pick<EventReader, 'head'>,
  readModels: Pick<ReadModels, 'projections'>,
  progress: Pick<Progress, 'reached'>,
): void {
  const registers = [registry];
  new Gauge({
    name: 'gongxiang_projection_lag',
    help: 'Events that the read models have not reached yet, at most: on KurrentDB an estimate by their size. NaN while the log does not answer.',
    registers,
    async collect() {
      const head = await settledWithin(events.head(), PATIENCE_MS);
      const reached = progress.reached();
      const slots = head.state === 'DONE' ? slotOf(parseCursor(head.value)) : NaN;
      this.set(slots - (reached === null ? 0 : slotOf(parseCursor(reached))));
    },
  });
  new Gauge({
    name: 'gongxiang_projections_stopped',
    help: 'Read models that an event has stopped.',
    registers,
    async collect() {
      this.set((await readModels.projections()).filter(({ active, stopped }) => active && stopped !== null).length);
    },
  });
}
