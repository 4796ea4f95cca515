import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import DataLoader from 'dataloader';
import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import { WriteBatch } from '../private-store/write-batch.js';
import type { Directory, Forgettable, Person } from './directory.js';
import { EmbeddedDirectoryReader } from './embedded-directory-reader.js';

/**
 * The directory in `private.db` of the private folder; several processes of one host may open it.
 *
 * Nobody is remembered: any process may forget a person, or rename a tenant, at any moment, and to ask SQLite whether what
 * is remembered still holds costs half of a read, with the answer no after each write of the vault. A read by subject takes
 * about 20 µs; those who are asked for in one turn of the event loop share one.
 * @throws PrivateStoreError
 */
export function openEmbeddedDirectory(privateDir: string): Promise<Directory> {
  return attempt(() => new EmbeddedDirectory(PrivateDatabase.open(privateDir)));
}

class EmbeddedDirectory extends EmbeddedDirectoryReader implements Directory {
  private readonly writes: WriteBatch;
  /** Looks only when all have asked, so nobody is told what no longer held when he did. */
  private readonly lookups = new DataLoader<string, Person | null>((subjects) => this.bySubjects(subjects), {
    cache: false,
    batchScheduleFn: (look) => void setImmediate(look),
  });
  private readonly upsertPerson;
  private readonly deletePerson;
  private readonly noteForgetting;
  private readonly selectForgetting;
  private readonly selectForgettings;
  private readonly markPurged;
  private readonly deleteForgetting;
  private readonly upsertTenant;

  constructor(private readonly file: PrivateDatabase) {
    super(file);
    this.writes = new WriteBatch(file);
    // A token without a name says nothing about the name.
    this.upsertPerson = file.prepare(
      `INSERT INTO people (id, subject, name) VALUES (?, ?, ?)
       ON CONFLICT (subject) DO UPDATE SET name = coalesce(excluded.name, name)`,
    );
    this.deletePerson = file.prepare('DELETE FROM people WHERE id = ?');
    this.noteForgetting = file.prepare('INSERT INTO forgettings (person, purged) VALUES (?, 0)');
    this.selectForgetting = file.prepare('SELECT person FROM forgettings WHERE person = ?');
    this.selectForgettings = file.prepare('SELECT person, purged FROM forgettings ORDER BY person');
    this.markPurged = file.prepare(
      'UPDATE forgettings SET purged = 1 WHERE person IN (SELECT value FROM json_each(?))',
    );
    this.deleteForgetting = file.prepare('DELETE FROM forgettings WHERE person = ?');
    this.upsertTenant = file.prepare(
      'INSERT INTO tenants (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
    );
  }

  async identify(subject: string, name: string | null): Promise<string> {
    const known = await this.lookups.load(subject);
    if (known !== null && (name === null || name === known.name)) return known.id;
    const person = await this.writes.add(() => {
      this.upsertPerson.run(`p_${randomUUID().replaceAll('-', '')}`, subject, name);
      return this.read(subject);
    });
    if (person === null) throw new Error('A person just written is not there');
    return person.id;
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
      const owed = this.file.run(() => this.selectForgettings.all() as { person: string; purged: number }[]);
      const unpurged = owed.filter(({ purged }) => purged === 0).map(({ person: id }) => id);
      if (unpurged.length > 0) {
        this.file.purge();
        this.file.transact(() => this.markPurged.run(JSON.stringify(unpurged)));
      }
      return owed.map(({ person: id }) => id);
    });
  }

  async settleForgetting(id: string): Promise<void> {
    await this.writes.add(() => this.deleteForgetting.run(id));
  }

  async rememberTenant(id: string, name: string): Promise<void> {
    const [known] = await this.tenantNames([id]);
    if (known !== name) await this.writes.add(() => this.upsertTenant.run(id, name));
  }

  override async close(): Promise<void> {
    // Whoever is being looked up may have to be written.
    await turn();
    this.writes.flush();
    this.file.close();
  }
}
