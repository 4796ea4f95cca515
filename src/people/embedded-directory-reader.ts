import type { Statement } from 'libsql';
import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import type { DirectoryReader, Person } from './directory.js';

const PEOPLE = 'SELECT id, subject, name FROM people';

/** Who is known in `private.db`: every look reads the file. */
export class EmbeddedDirectoryReader implements DirectoryReader {
  private readonly selectBySubject;
  private readonly selectBySubjects;
  private readonly selectPeople;
  private readonly selectTenants;

  constructor(private readonly database: PrivateDatabase) {
    this.selectBySubject = database.prepare(`${PEOPLE} WHERE subject = ?`);
    this.selectBySubjects = database.prepare(`${PEOPLE} WHERE subject IN (SELECT value FROM json_each(?))`);
    this.selectPeople = database.prepare(`${PEOPLE} WHERE id IN (SELECT value FROM json_each(?))`);
    this.selectTenants = database.prepare('SELECT id, name FROM tenants WHERE id IN (SELECT value FROM json_each(?))');
  }

  people(ids: readonly string[]): Promise<readonly (Person | null)[]> {
    return this.peopleBy('id', this.selectPeople, ids);
  }

  findBySubject(subject: string): Promise<Person | null> {
    return attempt(() => this.read(subject));
  }

  async tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]> {
    const rows = await this.inOrder<{ id: string; name: string }>('id', this.selectTenants, ids);
    return rows.map((row) => row?.name ?? null);
  }

  /** Now, in whatever transaction is under way. */
  read(subject: string): Person | null {
    const [row] = this.database.run(() => this.selectBySubject.all(subject) as Person[]);
    return row === undefined ? null : person(row);
  }

  close(): Promise<void> {
    return attempt(() => this.database.close());
  }

  /** In the order of `subjects`; null for unknown or erased. */
  protected bySubjects(subjects: readonly string[]): Promise<readonly (Person | null)[]> {
    return this.peopleBy('subject', this.selectBySubjects, subjects);
  }

  private async peopleBy(
    key: 'id' | 'subject',
    select: Statement,
    keys: readonly string[],
  ): Promise<readonly (Person | null)[]> {
    const rows = await this.inOrder<Person>(key, select, keys);
    return rows.map((row) => row && person(row));
  }

  /** The row of each key, in their order, or null. The statement takes the keys as a JSON array. */
  private inOrder<T>(key: keyof T, select: Statement, keys: readonly string[]): Promise<readonly (T | null)[]> {
    return attempt(() => {
      const rows = this.database.run(() => select.all(JSON.stringify(keys)) as T[]);
      const byKey = new Map<unknown, T>(rows.map((row) => [row[key], row]));
      return keys.map((wanted) => byKey.get(wanted) ?? null);
    });
  }
}

/** Nobody ever signed in here. */
const NOBODY: DirectoryReader = {
  people: (ids) => Promise.resolve(ids.map(() => null)),
  findBySubject: () => Promise.resolve(null),
  tenantNames: (ids) => Promise.resolve(ids.map(() => null)),
  close: () => Promise.resolve(),
};

/**
 * The directory in a private folder, to read only, also while a server writes it. Where there is none, nobody is known.
 * @throws PrivateStoreError
 */
export const openEmbeddedDirectoryReader = (privateDir: string): Promise<DirectoryReader> =>
  attempt(() =>
    PrivateDatabase.isThere(privateDir) ? new EmbeddedDirectoryReader(PrivateDatabase.openToRead(privateDir)) : NOBODY,
  );

/** Rows of the engine carry fields of its own. */
function person({ id, subject, name }: Person): Person {
  return { id, subject, name };
}
