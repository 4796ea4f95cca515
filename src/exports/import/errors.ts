/** The file cannot be imported; the target is as it was. */
export class ImportRefusedError extends Error {
  readonly code = 'IMPORT_REFUSED';
  constructor(
    /** From 1. */
    readonly line: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`Line ${line}: ${reason}`, options);
    this.name = new.target.name;
  }
}
