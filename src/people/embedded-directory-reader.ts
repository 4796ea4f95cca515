import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import type { DirectoryReader, Person } from './directory.js';

/** Who is known in `private.db`: every look reads the file. */
export class EmbeddedDirectoryReader implements DirectoryReader {
  private readonly selectBySubject;
  private readonly selectPeople;
  private readonly selectTenants;

  constructor(private readonly database: PrivateDatabase) {
    this.selectBySubject = database.prepare('SELECT id, subject, name FROM people WHERE subject = ?');
    this.selectPeople = database.prepare(
      'SELECT id, subject, name FROM people WHERE id IN (SELECT value FROM json_each(?))',
    );
    this.selectTenants = database.prepare('SELECT id, name FROM tenants WHERE id IN (SELECT value FROM json_each(?))');
  }

  people(ids: readonly string[]): Promise<readonly (Person | null)[]> {
    return this.inOrder(ids, () => this.selectPeople.all(JSON.stringify(ids)) as Person[]).then((found) =>
      found.map((row) => row && person(row)),
    );
  }

  findBySubject(subject: string): Promise<Person | null> {
    return attempt(() => this.read(subject));
  }

  async tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]> {
    const rows = await this.inOrder(
      ids,
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

  private inOrder<T extends { readonly id: string }>(
    ids: readonly string[],
    select: () => readonly T[],
  ): Promise<readonly (T | null)[]> {
    return attempt(() => {
      const byId = new Map(this.database.run(select).map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
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
