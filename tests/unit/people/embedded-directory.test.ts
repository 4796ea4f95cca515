import Database from 'libsql';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Directory } from '../../../src/people/directory.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { contentsOf, filesHolding } from '../../support/files.js';

const hash = (of: number | string): string => createHash('sha256').update(String(of)).digest('hex').slice(0, 16);
const nameOf = (n: number, round: number): string =>
  `name-${hash(`${n}/${round}`)}${'~'.repeat((n * round * 7) % 150)}`;

describe('embedded directory', () => {
  let folder: string;
  let directory: Directory;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'directory-'));
    directory = await openEmbeddedDirectory(folder);
  });

  afterEach(async () => {
    await directory.close();
    rmSync(folder, { recursive: true });
  });

  test('a known person or tenant costs no write', async () => {
    const log = (): number => statSync(join(folder, 'private.db-wal')).size;
    const id = await directory.identify('u1', 'One');
    await directory.rememberTenant('t1', 'Tenant');
    const before = log();
    expect(await directory.identify('u1', 'One')).toBe(id);
    expect(await directory.identify('u1', null)).toBe(id);
    await directory.rememberTenant('t1', 'Tenant');
    expect(log()).toBe(before);
    await directory.identify('u1', 'Another');
    expect(log()).toBeGreaterThan(before);
  });

  test('no byte of who was forgotten is left in a file, of whatever pages and names they were', async () => {
    const other = await openEmbeddedDirectory(folder);
    const people = Array.from({ length: 3_000 }, (_, n) => `subject-${hash(n)}${'-'.repeat(n % 190)}`);
    await Promise.all(people.map((subject) => directory.identify(subject, null)));
    // Names that grow and are replaced split pages.
    for (const round of [1, 2]) {
      await Promise.all(people.map((subject, n) => directory.identify(subject, nameOf(n, round))));
    }
    const gone = people.filter((_, n) => n % 3 === 0);
    await Promise.all(gone.map((subject) => directory.forget({ subject })));

    expect(await other.owedForgettings()).toHaveLength(gone.length);

    const held = new Set(contentsOf(folder).flatMap(([, bytes]) => bytes.match(/(subject|name)-[0-9a-f]{16}/g) ?? []));
    people.forEach((_, n) => {
      const isGone = n % 3 === 0;
      if (held.has(`subject-${hash(n)}`) === isGone) throw new Error(`subject ${n} is ${isGone ? 'left' : 'lost'}`);
      if (held.has(nameOf(n, 2).slice(0, 21)) === isGone) throw new Error(`name ${n} is ${isGone ? 'left' : 'lost'}`);
    });
    await other.close();
  });

  test('while somebody keeps reading what was erased, it is owed still; later it is gone', async () => {
    await directory.identify('subject-of-one', 'One');
    const reader = new Database(join(folder, 'private.db'));
    reader.exec('BEGIN; SELECT count(*) FROM people');
    const id = await directory.forget({ subject: 'subject-of-one' });
    await expect(directory.owedForgettings()).rejects.toMatchObject({ code: 'PRIVATE_STORE', problem: 'BUSY' });
    reader.close();
    expect(await directory.owedForgettings()).toEqual([id]);
    expect(filesHolding(folder, ['subject-of-one'])).toEqual([]);
  }, 20_000);

  test('what is being written when it closes is written', async () => {
    const identified = directory.identify('u1', 'One');
    await directory.close();
    const id = await identified;
    directory = await openEmbeddedDirectory(folder);
    expect(await directory.findBySubject('u1')).toEqual({ id, subject: 'u1', name: 'One' });
  });

  test('a failed write is told to every caller and forgotten', async () => {
    const other = new Database(join(folder, 'private.db'));
    other.exec('ALTER TABLE people RENAME TO gone');
    const calls = await Promise.allSettled(['u1', 'u2'].map((subject) => directory.identify(subject, null)));
    expect(calls.map((call) => call.status)).toEqual(['rejected', 'rejected']);
    other.exec('ALTER TABLE gone RENAME TO people');
    other.close();
    await expect(directory.identify('u1', null)).resolves.toMatch(/^p_[0-9a-f]{32}$/);
  });
});
