import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import { lockReadModels } from '../../src/read-models/embedded/lock.js';
import { projections } from '../index.js';
import { makeReadModels, type WholeLogOptions } from './whole-log.js';

export interface RebuildOptions extends WholeLogOptions {
  readonly dataDir: string;
  /** Where the log is; in the data folder unless told. */
  readonly eventStore?: EventStoreChoice;
  /** Names of the read models to rebuild; null: all. */
  readonly only: readonly string[] | null;
}

/** There is no read model of this name. */
export class UnknownProjectionError extends Error {
  readonly code = 'UNKNOWN_PROJECTION';
  constructor(name: string) {
    super(`There is no read model ${name}. There are: ${projections.map((projection) => projection.name).join(', ')}.`);
    this.name = new.target.name;
  }
}

/**
 * Makes the read models of a stopped server's data folder anew from its log, beside the ones that are there, and then
 * swaps them.
 *
 * @throws ReadModelsLockedError while a server feeds them
 * @throws UnknownProjectionError, RebuildStoppedError with the read models as they were
 */
export async function rebuildReadModels(options: RebuildOptions): Promise<void> {
  const { dataDir, eventStore = { engine: 'embedded' }, only, log, onProgress } = options;
  for (const name of only ?? []) {
    if (!projections.some((projection) => projection.name === name)) throw new UnknownProjectionError(name);
  }
  const lock = lockReadModels(dataDir);
  try {
    const reader = await openEventReader(eventStore, dataDir);
    try {
      await makeReadModels(dataDir, reader, { log, onProgress }, only && (({ name }) => !only.includes(name)));
    } finally {
      await reader.close();
    }
  } finally {
    lock.release();
  }
}
