import type { EventReader } from '../../event-store/port.js';
import type { ReadModels } from '../../read-models/port.js';
import { settledWithin } from '../../settled-within.js';

/** Tells why the server cannot take work, or null. */
export type ReadinessCheck = () => Promise<string | null>;

const PATIENCE_MS = 1_000;

/** The log can be read, and no read model that answers has stopped at an event. */
export function coreChecks(
  events: Pick<EventReader, 'head'>,
  readModels: Pick<ReadModels, 'projections'>,
): readonly ReadinessCheck[] {
  return [
    async () => {
      await events.head();
      return null;
    },
    async () => {
      const stopped = (await readModels.projections()).filter((projection) => projection.active && projection.stopped);
      return stopped.length === 0 ? null : `Stopped read models: ${stopped.map(({ name }) => name).join(', ')}.`;
    },
  ];
}

/** Reasons why the server is not ready; none when it is. What a check throws stays inside (R29). */
export async function reasonsNotReady(checks: readonly ReadinessCheck[]): Promise<readonly string[]> {
  const answers = await Promise.all(checks.map((check) => withinTime(check)));
  return answers.filter((answer) => answer !== null);
}

async function withinTime(check: ReadinessCheck): Promise<string | null> {
  const answer = await settledWithin(check(), PATIENCE_MS);
  if (answer.state === 'DONE') return answer.value;
  return answer.state === 'SLOW' ? 'A check did not answer in time.' : 'A store cannot be read.';
}
