import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { EventStoreDamagedError, EventStoreTooNewError } from '../../../src/event-store/errors.js';
import { everything } from '../../contract/event-store/consume.js';
import { record, request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('a file that is not a log this version can write', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'events.db');
  });
  afterEach(() => folder.remove());

  /** A log of some hundred pages. */
  async function writeLog(): Promise<void> {
    const store = await openEmbeddedEventStore(folder.path);
    const text = 'x'.repeat(500);
    await store.append(request(Array.from({ length: 1_000 }, () => record('a', 'Long', { text }))));
    await store.close();
  }

  async function expectRefusal(error: typeof EventStoreDamagedError | typeof EventStoreTooNewError): Promise<void> {
    const before = readFileSync(path);
    const files = readdirSync(folder.path).filter((name) => name !== 'events.lock');
    const opening = openEmbeddedEventStore(folder.path);
    await expect(opening).rejects.toBeInstanceOf(error);
    await expect(opening).rejects.toThrow(path);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder.path).filter((name) => name !== 'events.lock')).toEqual(files);
    // The lock is free: it is the file again that is refused.
    await expect(openEmbeddedEventStore(folder.path)).rejects.toBeInstanceOf(error);
  }

  it('is of a newer version', async () => {
    const newer = new Sqlite(path);
    newer.exec(`
      PRAGMA application_id = 1199072630;
      PRAGMA user_version = 2;
      CREATE TABLE something_new (id INTEGER PRIMARY KEY);
      PRAGMA journal_mode = WAL;
    `);
    newer.close();
    await expectRefusal(EventStoreTooNewError);
    await expect(openEmbeddedEventReader(folder.path)).rejects.toBeInstanceOf(EventStoreTooNewError);
  });

  it('is of a newer version that did not get to tidy up', async () => {
    await writeLog();
    const newer = new Sqlite(path);
    // A statement left open: the version stands in the write-ahead log alone.
    const reading = newer.prepare('SELECT count(*) FROM event');
    newer.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 2');
    const before = readFileSync(path);
    await expect(openEmbeddedEventStore(folder.path)).rejects.toBeInstanceOf(EventStoreTooNewError);
    expect(readFileSync(path).equals(before)).toBe(true);
    reading.get();
    newer.close();
  });

  it('is a database of something else', async () => {
    const other = new Sqlite(path);
    other.exec('CREATE TABLE invoice (id INTEGER PRIMARY KEY)');
    other.close();
    await expectRefusal(EventStoreDamagedError);
  });

  it.each([
    ['text', 'These are notes, not events.\n'.repeat(500)],
    ['a few bytes', 'SQLite'],
    ['nothing at all', ''],
  ])('is %s', async (_, content) => {
    writeFileSync(path, content);
    await expectRefusal(EventStoreDamagedError);
  });

  it('is gone, while its write-ahead log is there', async () => {
    await writeLog();
    rmSync(path);
    writeFileSync(`${path}-wal`, 'frames');
    await expect(openEmbeddedEventStore(folder.path)).rejects.toBeInstanceOf(EventStoreDamagedError);
    expect(readdirSync(folder.path)).not.toContain('events.db');
    expect(readFileSync(`${path}-wal`, 'utf8')).toBe('frames');
  });

  it('was cut off', async () => {
    await writeLog();
    truncateSync(path, 200 * 1024);
    await expectDamage();
  });

  it('was overwritten in the middle', async () => {
    await writeLog();
    const content = readFileSync(path);
    content.fill(0xff, 300 * 1024, 400 * 1024);
    writeFileSync(path, content);
    await expectDamage();
  });

  it('does not hold JSON', async () => {
    await writeLog();
    const other = new Sqlite(path);
    other.exec(`UPDATE event SET data = '{' WHERE position = 1000`);
    other.close();
    const reader = await openEmbeddedEventReader(folder.path);
    await expect(everything(reader)).rejects.toBeInstanceOf(EventStoreDamagedError);
    await reader.close();
  });

  /** Refused when it is opened to write; readers find out when they come to it. */
  async function expectDamage(): Promise<void> {
    const before = readFileSync(path);
    await expect(openEmbeddedEventStore(folder.path)).rejects.toBeInstanceOf(EventStoreDamagedError);
    const reading = openEmbeddedEventReader(folder.path).then(everything);
    await expect(reading).rejects.toBeInstanceOf(EventStoreDamagedError);
    expect(readFileSync(path).equals(before)).toBe(true);
  }
});
