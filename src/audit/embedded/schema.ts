import { join } from 'node:path';

/** The file of seals within a private folder. It is not made again from anything: keep it with the log. */
export const sealsPath = (privateDir: string): string => join(privateDir, 'seals.db');

/** Marks the file as ours: "Gxse". */
export const APPLICATION_ID = 0x47787365;

/** Version of the tables below; a higher one in a file means that a newer version of this software wrote it. */
export const SCHEMA_VERSION = 1;

/** Where the events of leaves stand in the log. */
export const PLACES = `
  CREATE TABLE place (
    number INTEGER PRIMARY KEY,
    first_position INTEGER NOT NULL UNIQUE,
    positions BLOB NOT NULL
  ) STRICT;
`;

/**
 * Hashes stand in tiles: tile `number` of `level` holds the roots of up to 256 neighbouring complete subtrees of
 * 256^level leaves each, so that a proof touches one or two tiles a level. Tiles of leaves also hold the log positions
 * of their events, ascending, 8 bytes each, big-endian. `numbered` counts seals from 1 without a gap, and `extent`
 * keeps how many there are: one that was taken out is missed.
 */
export const TABLES = `
  CREATE TABLE tile (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
  ) STRICT;
  ${PLACES}
  CREATE TABLE seal (
    numbered INTEGER PRIMARY KEY,
    tree_size INTEGER NOT NULL UNIQUE,
    root_hash TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;
  CREATE TABLE key (
    key_id TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE extent (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    cursor TEXT,
    seals INTEGER NOT NULL
  ) STRICT;
  INSERT INTO extent VALUES (1, 0, NULL, 0);
`;
