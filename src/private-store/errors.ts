export type PrivateStoreProblem = 'NEWER' | 'DAMAGED' | 'FULL' | 'BUSY' | 'UNREADABLE';

const WHAT: Readonly<Record<PrivateStoreProblem, string>> = {
  NEWER: 'was written by a newer version of this software',
  DAMAGED: 'is damaged or is no database',
  FULL: 'cannot grow: the disk is full',
  BUSY: 'is locked by another process',
  UNREADABLE: 'cannot be opened',
};

/** `private.db` cannot be used as asked. Names the file, never anything in it (R29). */
export class PrivateStoreError extends Error {
  readonly code = 'PRIVATE_STORE';
  constructor(
    readonly problem: PrivateStoreProblem,
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`The private store ${file} ${WHAT[problem]}.`, options);
    this.name = new.target.name;
  }
}

/** Another process works with the private folder, and one of the two has to be alone. */
export class PrivateFolderLockedError extends Error {
  readonly code = 'PRIVATE_FOLDER_LOCKED';
  constructor(privateDir: string, options?: ErrorOptions) {
    super(`Another process works with the private folder ${privateDir}.`, options);
    this.name = new.target.name;
  }
}

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html); extended codes begin with them. */
const BY_RESULT_CODE: readonly (readonly [prefix: string, PrivateStoreProblem])[] = [
  ['SQLITE_FULL', 'FULL'],
  ['SQLITE_CORRUPT', 'DAMAGED'],
  ['SQLITE_NOTADB', 'DAMAGED'],
  ['SQLITE_BUSY', 'BUSY'],
  ['SQLITE_CANTOPEN', 'UNREADABLE'],
  ['SQLITE_PERM', 'UNREADABLE'],
  ['SQLITE_READONLY', 'UNREADABLE'],
  ['SQLITE_IOERR', 'UNREADABLE'],
];

/** An SQLite error as what it means for the file; any other error as it is. */
export function privateStoreError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const { code } = error;
  const problem = BY_RESULT_CODE.find(([prefix]) => code.startsWith(prefix))?.[1];
  return problem === undefined ? error : new PrivateStoreError(problem, file, { cause: error });
}
