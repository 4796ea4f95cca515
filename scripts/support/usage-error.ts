/** A command was called in a way that makes no sense. The message says what is allowed. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
