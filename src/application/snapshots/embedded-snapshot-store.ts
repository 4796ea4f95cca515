import { join } from 'node:path';
import Database from 'libsql';
import type { Snapshot, SnapshotStore } from './snapshot-store.js';

/** Snapshots in `snapshots.db` of the data folder. The file may be deleted whenever no process has it open. */
export function openEmbeddedSnapshots(dataDir: string): SnapshotStore {
  const database = new Database(join(dataDir, 'snapshots.db'));
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
      const row = select.get(stream, version) as { readonly snapshot: string } | undefined;
      return Promise.resolve(row === undefined ? null : (JSON.parse(row.snapshot) as Snapshot));
    },
    save(stream, version, snapshot) {
      upsert.run(stream, version, JSON.stringify(snapshot));
      return Promise.resolve();
    },
    close() {
      database.close();
      return Promise.resolve();
    },
  };
}
