/** What is known of a person, service or tenant outside the log. Erasing it leaves every event untouched. */
export interface Person {
  /** Random id that events carry. */
  readonly id: string;
  readonly subject: string;
  readonly name: string | null;
}

/** Who is to be forgotten. */
export type Forgettable = { readonly subject: string } | { readonly id: string };

/** Who is known. Whatever one process erases, no other one answers with any more, nor remembers for an answer to come. */
export interface DirectoryReader {
  /** In the order of `ids`; null for unknown or erased. */
  people(ids: readonly string[]): Promise<readonly (Person | null)[]>;
  findBySubject(subject: string): Promise<Person | null>;
  /** In the order of `ids`; null where no name is known. */
  tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]>;
  close(): Promise<void>;
}

/** Maps the random ids of events to people, and tenant ids to names. Never rebuilt, never in the log. */
export interface Directory extends DirectoryReader {
  /** The person's id, made and put on disk at first sight; a changed name is kept. */
  identify(subject: string, name: string | null): Promise<string>;
  /**
   * Erases subject and name and, in the same step, notes that the log is owed an event of it. The same subject coming
   * again is a new person. Resolves to the person's id; null where nobody is known so, and no note is left either.
   */
  forget(who: Forgettable): Promise<string | null>;
  /**
   * Ids of those who were forgotten and of whom the log has not been told yet. What was erased of them is gone from
   * the files too by then; until it can be, this fails, and the notes stay.
   */
  owedForgettings(): Promise<readonly string[]>;
  /** The log has been told: the note goes. */
  settleForgetting(id: string): Promise<void>;
  rememberTenant(id: string, name: string): Promise<void>;
}
