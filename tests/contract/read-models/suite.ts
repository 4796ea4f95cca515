import type { ReadModels, ReadModelWriter } from '../../../src/read-models/port.js';
import { applyingContract } from './applying.js';
import { pagingContract } from './paging.js';
import { versionsContract } from './versions.js';

/** Read models that begin empty. What one writer commits, every other reader and writer sees. */
export interface OpenedReadModels {
  readonly writer: ReadModelWriter;
  readonly openReader: () => Promise<ReadModels>;
  readonly openSecondWriter: () => Promise<ReadModelWriter>;
  readonly dispose: () => Promise<void>;
}

export type OpenReadModels = () => Promise<OpenedReadModels>;

/** The specification of the read-model port: every adapter passes it. */
export function readModelsContract(name: string, open: OpenReadModels): void {
  describe(`${name} keeps the contract of read models`, () => {
    applyingContract(open);
    pagingContract(open);
    versionsContract(open);
  });
}
