import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../../read-models/embedded/database.js';
import { isDamage } from '../../read-models/embedded/open.js';
import type { ReadModelLog } from '../../read-models/log.js';
import { KEPT } from '../kept-collections.js';
import { NOTHING_KEPT } from '../nothing-kept.js';
import type { HistoryWriter, KeptHistory } from '../port.js';
import { createLayout, isMadeFrom, makingOf } from './layout.js';
import { EmbeddedHistory } from './reader.js';
import { EmbeddedHistoryWriter } from './writer.js';

/** The file of kept history in a data folder. It may be deleted while no server runs: the log makes it again. */
export const historyFile = (dataDir: string): string => join(dataDir, 'history.db');

/** Blocks touch documents all over the file, and come seldom: little of it is worth keeping in memory. */
const CACHE_KIB = 16_384;

/** Removes the file, so that it is made again from nothing. */
export function removeHistory(dataDir: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${historyFile(dataDir)}${suffix}`, { force: true });
}

/**
 * Opens the kept history of a data folder for the one who keeps it. A file that is damaged, or was made from another log
 * or by other projections than there are now, is begun anew.
 *
 * @param installation of the log
 */
export function openHistoryToKeep(dataDir: string, installation: string, log: ReadModelLog): HistoryWriter {
  const making = makingOf(installation, KEPT);
  const file = historyFile(dataDir);
  if (existsSync(file)) {
    const found = openWhere(() => new Database(file, 'write', CACHE_KIB), making);
    if (found) return new EmbeddedHistoryWriter(found, KEPT);
    log('warn', 'The kept history does not fit the log or this version; it is made anew from the log.', { file });
    removeHistory(dataDir);
  }
  const database = new Database(file, 'write', CACHE_KIB);
  createLayout(database, making, KEPT);
  return new EmbeddedHistoryWriter(database, KEPT);
}

/** Opens it to read, also while a server keeps it; there is nothing kept where no server of this version has begun to. */
export function openHistoryToRead(dataDir: string, installation: string): KeptHistory {
  const file = historyFile(dataDir);
  if (!existsSync(file)) return NOTHING_KEPT;
  const found = openWhere(() => new Database(file, 'read'), makingOf(installation, KEPT));
  return found ? new EmbeddedHistory(found) : NOTHING_KEPT;
}

/** @throws whatever is wrong beside the file's content, such as the lack of permission to open it */
function openWhere(open: () => Database, making: string): Database | null {
  let database: Database | null = null;
  try {
    database = open();
    if (isMadeFrom(database, making)) return database;
  } catch (error) {
    if (!isDamage(error)) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return null;
}
