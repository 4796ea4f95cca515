import { existsSync, mkdirSync } from 'node:fs';
import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import { lockReadModels } from '../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels, readModelsFile } from '../../src/read-models/embedded/open.js';
import { makeReadModels, type WholeLogOptions } from './whole-log.js';

export interface ReplayIntoOptions extends WholeLogOptions {
  /** Data folder of the log, which is only read: a server may run on it. */
  readonly dataDir: string;
  /** Where the log is; in the data folder unless told. */
  readonly eventStore?: EventStoreChoice;
  /** Folder of the read models; made if there is none. */
  readonly into: string;
}

/** There are read models already, which are not to be mixed with others, nor lost. */
export class ReadModelsNotEmptyError extends Error {
  readonly code = 'READ_MODELS_NOT_EMPTY';
  constructor(file: string) {
    super(`${file} is not empty: a log is replayed into empty read models only.`);
    this.name = new.target.name;
  }
}

/**
 * Makes read models from a log in a folder that has none. They are there when they are complete, and not before: one that is
 * cut short leaves nothing that stands in the way of the next.
 *
 * @throws EventStoreError where there is no log
 * @throws ReadModelsNotEmptyError, ReadModelsLockedError, RebuildStoppedError
 */
export async function replayInto(wanted: ReplayIntoOptions): Promise<void> {
  const { dataDir, eventStore = { engine: 'embedded' }, into, ...options } = wanted;
  const reader = await openEventReader(eventStore, dataDir);
  try {
    mkdirSync(into, { recursive: true });
    const lock = lockReadModels(into);
    try {
      if (!(await isEmpty(into))) throw new ReadModelsNotEmptyError(readModelsFile(into));
      await makeReadModels(into, reader, options);
    } finally {
      lock.release();
    }
  } finally {
    await reader.close();
  }
}

/** Also where read models were prepared and never fed. */
async function isEmpty(folder: string): Promise<boolean> {
  if (!existsSync(readModelsFile(folder))) return true;
  const readModels = await openEmbeddedReadModels(folder, { readonly: true });
  try {
    return (await readModels.projections()).every(({ cursor }) => cursor === null);
  } finally {
    await readModels.close();
  }
}
