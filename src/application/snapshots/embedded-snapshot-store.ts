import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Snapshot, SnapshotStore } from './snapshot-store.js';

export const snapshotsFile = (dataDir: string): string => join(dataDir, 'snapshots.db');

/**
 * Snapshots in `snapshots.db` of the data folder. The file may be deleted whenever no process has it open; one that
 * cannot be used is begun anew, since a snapshot that is lost is made again.
 */
export function openEmbeddedSnapshots(dataDir: string): SnapshotStore {
  const file = snapshotsFile(dataDir);
  try {
    return open(file);
  } catch {
    for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
    return open(file);
  }
}

function open(file: string): SnapshotStore {
  const database = new Database(file);
  database.pragma('busy_timeout = 1000');
  database.pragma('journal_mode = WAL');
  // A snapshot that a power cut loses is made again.
  database.pragma('synchronous = OFF');
  database.exec(
    'CREATE TABLE IF NOT EXISTS snapshots (stream TEXT PRIMARY KEY, version INTEGER NOT NULL, snapshot TEXT NOT NULL)',
  );
  const select = database.prepare('SELECT snapshot FROM snapshots WHERE stream = ? AND version = ?');
  const upsert = database.prepare(
    'INSERT INTO snapshots (stream, version, snapshot) VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET version = excluded.version, snapshot = excluded.snapshot',
  );
  return {
    load(stream, version) {
      try {
        const row = select.get(stream, version) as { readonly snapshot: string } | undefined;
        return Promise.resolve(row === undefined ? null : (JSON.parse(row.snapshot) as Snapshot));
      } catch {
        return Promise.resolve(null);
      }
    },
    save(stream, version, snapshot) {
      return new Promise((resolve) => {
        upsert.run(stream, version, JSON.stringify(snapshot));
        resolve();
      });
    },
    close() {
      database.close();
      return Promise.resolve();
    },
  };
}
