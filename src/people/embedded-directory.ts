import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import { WriteBatch } from '../private-store/write-batch.js';
import type { Directory, Forgettable, Person } from './directory.js';

/** Tenants that cost no disk when they are seen again. */
const CACHED_TENANTS = 20_000;

/**
 * The directory in `private.db` of the data folder; several processes of one host may open it.
 *
 * People are not remembered: any process may forget one at any moment. To read one by subject takes about 20 µs, and to
 * ask SQLite whether what is remembered is still true half of that, with the answer no after each write of the vault.
 * @throws PrivateStoreError
 */
export function openEmbeddedDirectory(dataDir: string): Promise<Directory> {
  return new Promise((resolve) => resolve(new EmbeddedDirectory(PrivateDatabase.open(dataDir))));
}

class EmbeddedDirectory implements Directory {
  private readonly writes: WriteBatch;
  private readonly knownTenants = new LRUCache<string, string>({ max: CACHED_TENANTS });
  private readonly upsertPerson;
  private readonly selectBySubject;
  private readonly selectPeople;
  private readonly deletePerson;
  private readonly noteForgetting;
  private readonly selectForgetting;
  private readonly selectForgettings;
  private readonly markPurged;
  private readonly deleteForgetting;
  private readonly upsertTenant;
  private readonly selectTenants;

  constructor(private readonly database: PrivateDatabase) {
    this.writes = new WriteBatch(database);
    // A token without a name says nothing about the name.
    this.upsertPerson = database.prepare(
      `INSERT INTO people (id, subject, name) VALUES (?, ?, ?)
       ON CONFLICT (subject) DO UPDATE SET name = coalesce(excluded.name, name)`,
    );
    this.selectBySubject = database.prepare('SELECT id, subject, name FROM people WHERE subject = ?');
    this.selectPeople = database.prepare(
      'SELECT id, subject, name FROM people WHERE id IN (SELECT value FROM json_each(?))',
    );
    this.deletePerson = database.prepare('DELETE FROM people WHERE id = ?');
    this.noteForgetting = database.prepare('INSERT INTO forgettings (person, purged) VALUES (?, 0)');
    this.selectForgetting = database.prepare('SELECT person FROM forgettings WHERE person = ?');
    this.selectForgettings = database.prepare('SELECT person, purged FROM forgettings ORDER BY person');
    this.markPurged = database.prepare(
      'UPDATE forgettings SET purged = 1 WHERE person IN (SELECT value FROM json_each(?))',
    );
    this.deleteForgetting = database.prepare('DELETE FROM forgettings WHERE person = ?');
    this.upsertTenant = database.prepare(
      'INSERT INTO tenants (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
    );
    this.selectTenants = database.prepare('SELECT id, name FROM tenants WHERE id IN (SELECT value FROM json_each(?))');
  }

  async identify(subject: string, name: string | null): Promise<string> {
    const known = this.database.run(() => this.read(subject));
    if (known !== null && (name === null || name === known.name)) return known.id;
    const person = await this.writes.add(() => {
      this.upsertPerson.run(`p_${randomUUID().replaceAll('-', '')}`, subject, name);
      return this.read(subject);
    });
    if (person === null) throw new Error('A person just written is not there');
    return person.id;
  }

  people(ids: readonly string[]): Promise<readonly (Person | null)[]> {
    return this.inOrder(ids, () => this.selectPeople.all(JSON.stringify(ids)) as Person[]).then((found) =>
      found.map((row) => row && person(row)),
    );
  }

  findBySubject(subject: string): Promise<Person | null> {
    return new Promise((resolve) => resolve(this.database.run(() => this.read(subject))));
  }

  forget(who: Forgettable): Promise<string | null> {
    return this.writes.add(() => {
      const id = 'id' in who ? who.id : this.read(who.subject)?.id;
      if (id === undefined) return null;
      if (this.selectForgetting.all(id).length > 0) return id;
      if (this.deletePerson.run(id).changes === 0) return null;
      this.noteForgetting.run(id);
      return id;
    });
  }

  owedForgettings(): Promise<readonly string[]> {
    return attempt(() => {
      const owed = this.database.run(() => this.selectForgettings.all() as { person: string; purged: number }[]);
      const unpurged = owed.filter(({ purged }) => purged === 0).map(({ person: id }) => id);
      if (unpurged.length > 0) {
        this.database.purge();
        this.database.transact(() => this.markPurged.run(JSON.stringify(unpurged)));
      }
      return owed.map(({ person: id }) => id);
    });
  }

  async settleForgetting(id: string): Promise<void> {
    await this.writes.add(() => this.deleteForgetting.run(id));
  }

  async rememberTenant(id: string, name: string): Promise<void> {
    if (this.knownTenants.get(id) === name) return;
    await this.writes.add(() => this.upsertTenant.run(id, name));
    this.knownTenants.set(id, name);
  }

  async tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]> {
    const rows = await this.inOrder(
      ids,
      () => this.selectTenants.all(JSON.stringify(ids)) as { id: string; name: string }[],
    );
    return rows.map((row) => row?.name ?? null);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.writes.flush();
      this.database.close();
      resolve();
    });
  }

  private read(subject: string): Person | null {
    const [row] = this.selectBySubject.all(subject) as Person[];
    return row === undefined ? null : person(row);
  }

  private inOrder<T extends { readonly id: string }>(
    ids: readonly string[],
    select: () => readonly T[],
  ): Promise<readonly (T | null)[]> {
    return new Promise((resolve) => {
      const byId = new Map(this.database.run(select).map((row) => [row.id, row]));
      resolve(ids.map((id) => byId.get(id) ?? null));
    });
  }
}

/** Rows of the engine carry fields of its own. */
function person({ id, subject, name }: Person): Person {
  return { id, subject, name };
}
