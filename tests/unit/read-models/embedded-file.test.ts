import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { ReadModelsLockedError, ReadModelsUnavailableError } from '../../../src/read-models/embedded/errors.js';
import { lockReadModels } from '../../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels, readModelsFile } from '../../../src/read-models/embedded/open.js';
import type { ReadModelLog } from '../../../src/read-models/log.js';
import type { Collection } from '../../../src/read-models/port.js';
import { at, flat, flats, put, step } from '../../contract/read-models/flats.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the file of the embedded read models', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let lines: Parameters<ReadModelLog>[];
  beforeEach(() => {
    folder = temporaryFolder();
    lines = [];
  });
  afterEach(() => folder.remove());

  const openWriter = () =>
    openEmbeddedReadModels(folder.path, { readonly: false, log: (...line) => void lines.push(line) });
  const openReader = () => openEmbeddedReadModels(folder.path, { readonly: true });

  it('cannot be read before someone has made it, and reading does not make it', async () => {
    await expect(openReader()).rejects.toThrow(ReadModelsUnavailableError);
    expect(existsSync(readModelsFile(folder.path))).toBe(false);
  });

  it('keeps what was written when it is opened again', async () => {
    const first = await openWriter();
    await first.prepare(flats);
    await first.apply(step([put(flat('a'))], null, at(1)));
    await first.close();
    const second = await openWriter();
    expect(await second.get(flats, 'a')).toEqual(flat('a'));
    expect(lines).toEqual([]);
    await second.close();
  });

  it('does not let a reader write', async () => {
    const writer = await openWriter();
    const connection = new Sqlite(`file://${readModelsFile(folder.path)}?mode=ro`);
    expect(() => connection.exec('DELETE FROM projection')).toThrow('readonly');
    connection.close();
    await writer.close();
  });

  describe.each([
    ['no database', (file: string) => writeFileSync(file, 'These are no read models at all. '.repeat(200))],
    [
      'of a newer layout',
      (file: string) => {
        const database = new Sqlite(file);
        database.exec(
          'CREATE TABLE projection (other TEXT); PRAGMA application_id = 1735946861; PRAGMA user_version = 99',
        );
        database.close();
      },
    ],
    [
      'of another program',
      (file: string) => {
        const database = new Sqlite(file);
        database.exec('CREATE TABLE notes (text TEXT)');
        database.close();
      },
    ],
  ])('that is %s', (_, spoil) => {
    it('is set aside and begun anew, loudly, by whoever feeds it', async () => {
      const file = readModelsFile(folder.path);
      spoil(file);
      const before = readFileSync(file);
      const writer = await openWriter();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a'))], null, at(1)));
      expect(await writer.get(flats, 'a')).toEqual(flat('a'));
      expect(readFileSync(`${file}.set-aside`)).toEqual(before);
      expect(lines).toMatchObject([['error', expect.stringContaining('begun anew') as string, { file }]]);
      await writer.close();
    });

    it('is left as it is by whoever only reads, with a clear error', async () => {
      const file = readModelsFile(folder.path);
      spoil(file);
      const before = readFileSync(file);
      await expect(openReader()).rejects.toMatchObject({ code: 'READ_MODELS_UNAVAILABLE' });
      expect(readFileSync(file)).toEqual(before);
    });
  });

  it('refuses other indexes under a version that is there', async () => {
    const writer = await openWriter();
    await writer.prepare(flats);
    const { byFloor, ...others } = flats.indexes;
    const changed: Collection = { ...flats, indexes: others };
    expect(byFloor).toBeDefined();
    await expect(writer.prepare(changed as typeof flats)).rejects.toMatchObject({ code: 'INDEXES_CHANGED' });
    await writer.close();
  });

  it('takes no name from outside for a table', async () => {
    const writer = await openWriter();
    await expect(writer.prepare({ ...flats, name: 'flats"; DROP TABLE projection; --' })).rejects.toThrow(TypeError);
    await writer.prepare(flats);
    await writer.close();
  });

  it('is locked by one process at a time', () => {
    const lock = lockReadModels(folder.path);
    expect(() => lockReadModels(folder.path)).toThrow(ReadModelsLockedError);
    lock.release();
    const again = lockReadModels(folder.path);
    again.release();
    again.release();
    expect(existsSync(join(folder.path, 'readmodels.lock'))).toBe(true);
  });
});
