/** What is known of a person, service or tenant outside the log. Erasing it leaves every event untouched. */
export interface Person {
  /** Random id that events carry. */
  readonly id: string;
  readonly subject: string;
  readonly name: string | null;
}

/** Maps the random ids of events to people, and tenant ids to names. Never rebuilt, never in the log. */
export interface Directory {
  /** The person's id, made and put on disk at first sight; a changed name is kept. */
  identify(subject: string, name: string | null): Promise<string>;
  /** In the order of `ids`; null for unknown or erased. */
  people(ids: readonly string[]): Promise<readonly (Person | null)[]>;
  findBySubject(subject: string): Promise<Person | null>;
  rememberTenant(id: string, name: string): Promise<void>;
  /** In the order of `ids`; null where no name is known. */
  tenantNames(ids: readonly string[]): Promise<readonly (string | null)[]>;
  close(): Promise<void>;
}
