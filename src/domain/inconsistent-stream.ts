/** A stream says something that cannot follow from what it said before: the log is damaged, or a fold is wrong. */
export class InconsistentStreamError extends Error {
  readonly code = 'INCONSISTENT_STREAM';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
