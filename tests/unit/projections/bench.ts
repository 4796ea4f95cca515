import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import type { Document, ReadModels, ReadModelWriter } from '../../../src/read-models/port.js';
import type { Projection } from '../../../projections/projection.js';
import { ProjectionRunner, type RunnerOptions } from '../../../projections/runner/runner.js';
import { tupleOrder } from '../../contract/read-models/paging-model.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** A folder of read models and the runners of one test. */
export class Bench {
  readonly lines: LogLine[] = [];
  readonly #folder = temporaryFolder();
  readonly #writers: ReadModelWriter[] = [];
  readonly #runners: ProjectionRunner[] = [];

  async openWriter(): Promise<ReadModelWriter> {
    const writer = await openEmbeddedReadModels(this.#folder.path, { readonly: false, log: this.log });
    this.#writers.push(writer);
    return writer;
  }

  /** A runner that has started. */
  async run(
    reader: MemoryLog,
    options: Pick<RunnerOptions, 'projections'> & Partial<RunnerOptions>,
  ): Promise<ProjectionRunner> {
    const writer = options.writer ?? (await this.openWriter());
    const runner = new ProjectionRunner({ reader, log: this.log, pollMs: 1, ...options, writer });
    this.#runners.push(runner);
    await runner.start();
    return runner;
  }

  readonly log: RunnerOptions['log'] = (level, message, facts) => {
    this.lines.push({ level, message, facts });
  };

  async dispose(): Promise<void> {
    for (const runner of this.#runners) await runner.stop();
    for (const writer of this.#writers) await writer.close();
    this.#folder.remove();
  }
}

interface Contents {
  readonly documents: readonly (readonly [id: string, document: Document | null])[];
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

/** What the projection must hold after these events. */
export function expectedOf(projection: Projection, log: MemoryLog): Contents {
  const documents = projected(projection, log.events);
  const indexes = Object.entries(projection.indexes).map(([index, of]) => {
    const entries = [...documents].flatMap(([id, document]) => of(document).map((parts) => [...parts, id]));
    return [index, entries.sort(tupleOrder).map((parts) => String(parts.at(-1)))];
  });
  return { documents: [...documents], indexes: Object.fromEntries(indexes) as Contents['indexes'] };
}

/** What it does hold. */
export async function contentsOf(models: ReadModels, projection: Projection, log: MemoryLog): Promise<Contents> {
  const ids = [...projected(projection, log.events).keys()];
  const documents = await models.getMany(projection, ids);
  const indexes: Record<string, string[]> = {};
  for (const index of Object.keys(projection.indexes)) {
    const page = await models.page(projection, { index, prefix: [] }, { limit: 1_000_000, order: 'ascending' });
    indexes[index] = page.rows.map(({ id }) => id);
  }
  return { documents: ids.map((id, n) => [id, documents[n] ?? null]), indexes };
}

export async function expectEqualToLog(
  models: ReadModels,
  projections: readonly Projection[],
  log: MemoryLog,
): Promise<void> {
  for (const projection of projections) {
    expect(await contentsOf(models, projection, log)).toEqual(expectedOf(projection, log));
  }
}
