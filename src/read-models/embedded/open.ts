import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import type { ReadModelLog } from '../log.js';
import type { ReadModels, ReadModelWriter } from '../port.js';
import { Database } from './database.js';
import { ReadModelsUnavailableError } from './errors.js';
import { createLayout, layoutOf } from './layout.js';
import { EmbeddedReadModels, promised } from './reader.js';
import { EmbeddedReadModelWriter } from './writer.js';

/** The file of read models in a data folder. It may be deleted while no server runs: the log makes it again. */
export const readModelsFile = (dataDir: string): string => join(dataDir, 'readmodels.db');

/**
 * Opens the read models of a data folder.
 *
 * To write: a file that is damaged or has the layout of another version of this software is set aside as
 * `readmodels.db.set-aside` (replacing the one before) and begun anew, since the log makes it again; the log says so
 * loudly. To read: the file must be there.
 *
 * @throws ReadModelsUnavailableError where there is nothing that can be read
 */
export function openEmbeddedReadModels(dataDir: string, options: { readonly readonly: true }): Promise<ReadModels>;
export function openEmbeddedReadModels(
  dataDir: string,
  options: { readonly readonly: false; readonly log: ReadModelLog },
): Promise<ReadModelWriter>;
export function openEmbeddedReadModels(
  dataDir: string,
  options: { readonly readonly: true } | { readonly readonly: false; readonly log: ReadModelLog },
): Promise<ReadModels> {
  const file = readModelsFile(dataDir);
  return promised(() => (options.readonly ? openToRead(file) : openToWrite(file, options.log)));
}

function openToRead(file: string): ReadModels {
  // Opening would make an empty one.
  if (!existsSync(file)) throw new ReadModelsUnavailableError(`There are no read models in ${file} yet.`);
  const found = open(file, 'read');
  if (found.database && found.layout === 'ours') return new EmbeddedReadModels(found.database);
  found.database?.close();
  throw new ReadModelsUnavailableError(`${file} holds no read models of this version.`, { cause: found.error });
}

/** As openEmbeddedReadModels, for a file of any name. */
export function openToWrite(file: string, log: ReadModelLog): ReadModelWriter {
  // A file that is not ours is looked at only: opening it to write would change it.
  const before = existsSync(file) ? open(file, 'read') : null;
  before?.database?.close();
  if (before?.layout === 'other') {
    setAside(file);
    log('error', 'The read models cannot be read by this version; they are begun anew from the log.', {
      file,
      setAside: asideOf(file),
      reason: before.error?.message ?? 'The file has another layout.',
    });
  }
  const found = open(file, 'write');
  if (!found.database) throw new ReadModelsUnavailableError(`${file} cannot be opened.`, { cause: found.error });
  if (found.layout === 'empty') createLayout(found.database);
  return new EmbeddedReadModelWriter(found.database);
}

/** Read models that nobody else sees and that are gone when they are closed. */
export function openReadModelsInMemory(): ReadModelWriter {
  const database = new Database(':memory:', 'write');
  createLayout(database);
  return new EmbeddedReadModelWriter(database);
}

interface Found {
  readonly database: Database | null;
  readonly layout: ReturnType<typeof layoutOf>;
  readonly error: Error | null;
}

/** @throws whatever is wrong beside the file's content, such as the lack of permission to open it */
function open(file: string, mode: 'write' | 'read'): Found {
  let database: Database | null = null;
  try {
    database = new Database(file, mode);
    return { database, layout: layoutOf(database), error: null };
  } catch (error) {
    database?.close();
    if (!isDamage(error)) throw error;
    return { database: null, layout: 'other', error };
  }
}

/** Whether the file's content, not its surroundings, is at fault. */
export const isDamage = (error: unknown): error is Error =>
  error instanceof Sqlite.SqliteError &&
  (error.code.startsWith('SQLITE_NOTADB') || error.code.startsWith('SQLITE_CORRUPT'));

const asideOf = (file: string): string => `${file}.set-aside`;

function setAside(file: string): void {
  renameSync(file, asideOf(file));
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}
