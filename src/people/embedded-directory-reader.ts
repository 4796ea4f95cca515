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
    return this.inOrder(ids, idOf, () => this.selectPeople.all(JSON.stringify(ids)) as Person[]).then(persons);
  }

  findBySubject(subject: string): Promise<Person | null> {
    return attempt(() => this.read(subject));
  }

  async tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]> {
    const rows = await this.inOrder(
      ids,
      idOf,
      () => this.selectTenants.all(JSON.stringify(ids)) as { id: string; name: string }[],
    );
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
    const select = (): Person[] => this.selectBySubjects.all(JSON.stringify(subjects)) as Person[];
    return this.inOrder(subjects, ({ subject }) => subject, select).then(persons);
  }

  private inOrder<T>(
    keys: readonly string[],
    keyOf: (row: T) => string,
    select: () => readonly T[],
  ): Promise<readonly (T | null)[]> {
    return attempt(() => {
      const byKey = new Map(this.database.run(select).map((row) => [keyOf(row), row]));
      return keys.map((key) => byKey.get(key) ?? null);
    });
  }
}

const idOf = ({ id }: { readonly id: string }): string => id;

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

const persons = (rows: readonly (Person | null)[]): (Person | null)[] => rows.map((row) => row && person(row));

/** Rows of the engine carry fields of its own. */
function person({ id, subject, name }: Person): Person {
  return { id, subject, name };
}
