import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rebuildReadModels } from '../../projections/runner/rebuild.js';
import { openEmbeddedSeals } from '../../src/audit/embedded/embedded-seals.js';
import { sealsPath } from '../../src/audit/embedded/schema.js';
import { Sealer } from '../../src/audit/sealer.js';
import { AuditSigner } from '../../src/audit/signing.js';
import { loadOrMakeAuditKey } from '../../src/config/audit-key.js';
import { loadConfig } from '../../src/config/config.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import { logPath } from '../../src/event-store/embedded/schema.js';
import { readModelsFile } from '../../src/read-models/embedded/open.js';
import { generateLog } from '../generate/generate.js';

export type OnProgress = (what: string, done: number, total: number) => void;

export interface GeneratedLogOptions {
  /** Of the log that is generated. */
  readonly events: number;
  /** Folder of a generated log, which is kept, with whatever else is there already; null: a new one, which is not. */
  readonly dataDir: string | null;
  readonly onProgress: OnProgress;
}

/** Measures a folder with a generated log, its read models and its seals. What is missing is made. */
export async function withGeneratedLog<Figures>(
  { events, dataDir, onProgress }: GeneratedLogOptions,
  measure: (folder: string) => Promise<Figures>,
): Promise<Figures> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'gongxiang-bench-'));
  const showing =
    (what: string) =>
    (done: number, total: number): void =>
      onProgress(what, done, total);
  try {
    if (!existsSync(logPath(folder))) {
      await generateLog({ dataDir: folder, events, seed: 1, onProgress: showing('writing the log') });
    }
    if (!existsSync(readModelsFile(folder))) {
      const onFolded = showing('making the read models');
      await rebuildReadModels({ dataDir: folder, only: null, log: () => undefined, onProgress: onFolded });
    }
    if (!existsSync(sealsPath(folder))) {
      onProgress('sealing the log', 0, 1);
      await seal(folder);
    }
    return await measure(folder);
  } finally {
    if (dataDir === null) rmSync(folder, { recursive: true, force: true });
  }
}

async function seal(folder: string): Promise<void> {
  const key = await loadOrMakeAuditKey(loadConfig({ ...process.env, DATA_DIR: folder, PRIVATE_DIR: folder }));
  const log = await openEmbeddedEventReader(folder);
  try {
    const seals = await openEmbeddedSeals(folder);
    try {
      const sealer = await Sealer.start({ log, seals, signer: new AuditSigner(key), now: Date.now });
      await sealer.seal();
    } finally {
      await seals.close();
    }
  } finally {
    await log.close();
  }
}
