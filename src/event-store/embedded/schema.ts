import { join } from 'node:path';

/** The log's file within a data folder. */
export const logPath = (dataDir: string): string => join(dataDir, 'events.db');

/** Marks the file as a log of this software: "Gxev". */
export const APPLICATION_ID = 0x47786576;

/**
 * Marks the file while a log is being loaded into it: "Gxei". It becomes a log in one step, at the end; until then no
 * server starts on it.
 */
export const LOADING_ID = 0x47786569;

/** Marks the file while a log is being moved into it: "Gxem". A move that was cut short goes on; nothing else starts. */
export const MOVING_ID = 0x4778656d;

/** Note in the file of a log that was moved away: where to. */
export const MOVED_TO = 'moved_to';

/** Note in the file of a log that was imported or moved here: the latest time of what it was told. */
const LATEST_TOLD = 'latest_told';

/** Version of the tables below; a higher one in a file means that a newer version of this software wrote it. */
export const SCHEMA_VERSION = 1;

/** Epoch of a log that begins on this engine; see Cursor. */
export const FIRST_EPOCH = 1;

/**
 * The wide columns come last: a scan that looks only at stream and type never reads the pages that long events spill
 * onto. Metadata is JSON without `occurredAt`, which the writer decides.
 */
export const TABLES = `
  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    metadata TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX event_by_stream ON event (stream, revision);
  CREATE TABLE receipt (
    command_id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    first_position INTEGER NOT NULL,
    last_position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Of a log that was moved here: where its events stood before, by epoch. */
export const ORIGINS = `
  CREATE TABLE origin (
    epoch INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (epoch, origin)
  ) STRICT, WITHOUT ROWID;
`;

export const INSERT_ORIGIN = 'INSERT INTO origin (epoch, origin, position) VALUES (?, ?, ?)';

export const INSERT_RECEIPT = `
  INSERT INTO receipt (command_id, fingerprint, first_position, last_position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

export const INSERT_EVENT = `
  INSERT INTO event (position, stream, revision, type, id, occurred_at, metadata, data)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * To be run once all is told. Times need not be in order where several processes wrote, each by its own clock, so that
 * the latest one is not always that of the newest event.
 */
export const NOTE_LATEST_TOLD = `
  INSERT OR REPLACE INTO meta (name, value)
  SELECT '${LATEST_TOLD}', occurred_at FROM event ORDER BY occurred_at DESC LIMIT 1`;

/** Position of the newest event and the latest time in the log: behind what was told, the writer keeps times in order. */
export const SELECT_END = `
  SELECT position, max(occurred_at, coalesce((SELECT value FROM meta WHERE name = '${LATEST_TOLD}'), ''))
  FROM event ORDER BY position DESC LIMIT 1`;

/**
 * Settings of the writing connection. FULL: a commit is on disk before it is acknowledged. The cache holds the inner
 * pages of the two indexes, whose keys are random; checkpoints at 16 MiB of WAL, because each costs two more fsyncs.
 */
export const WRITER_SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 4096;
  PRAGMA journal_size_limit = 67108864;
`;
