import { existsSync, renameSync, rmSync } from 'node:fs';
import type { ReadModelLog } from '../log.js';
import type { ReadModelWriter } from '../port.js';
import { Database } from './database.js';
import { isDamage, openToWrite, readModelsFile } from './open.js';

/** Read models that are made anew in a file beside the one that is there. */
export interface RebuildFile {
  readonly writer: ReadModelWriter;
  /** Puts the new file in the old one's place, in one step of the file system. */
  finish(): Promise<void>;
  /** Leaves the old file as it was. */
  abandon(): Promise<void>;
}

const SUFFIXES = ['', '-wal', '-shm'];

const remove = (file: string): void => {
  for (const suffix of SUFFIXES) rmSync(`${file}${suffix}`, { force: true });
};

/**
 * Begins a rebuild, from nothing or from a copy of what is there. The caller holds the folder's lock, and nobody has the
 * read models open. What a rebuild that was cut short left behind is removed.
 */
export function beginRebuild(dataDir: string, from: 'nothing' | 'copy', log: ReadModelLog): RebuildFile {
  const file = readModelsFile(dataDir);
  const draft = `${file}.rebuild`;
  remove(draft);
  if (from === 'copy' && existsSync(file)) copy(file, draft);
  const writer = openToWrite(draft, log);
  return {
    writer,
    finish: async () => {
      await writer.close();
      settle(draft);
      // The new file must not find the old one's write-ahead log beside it.
      settle(file);
      renameSync(draft, file);
    },
    abandon: async () => {
      await writer.close();
      remove(draft);
    },
  };
}

/** @throws when the file is damaged: it can only be rebuilt from nothing */
function copy(file: string, draft: string): void {
  const database = new Database(file, 'write');
  try {
    database.run('VACUUM INTO ?', draft);
  } finally {
    database.close();
  }
}

/** Moves the write-ahead log into its file, which then is whole without it, and removes it. */
function settle(file: string): void {
  if (existsSync(file)) {
    try {
      const database = new Database(file, 'write');
      database.checkpoint();
      database.close();
    } catch (error) {
      // Of a damaged file nothing is worth keeping.
      if (!isDamage(error)) throw error;
    }
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}
