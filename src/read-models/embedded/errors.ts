/** The file of read models cannot be opened for reading: whoever feeds them has not made it yet, or it is damaged. */
export class ReadModelsUnavailableError extends Error {
  readonly code = 'READ_MODELS_UNAVAILABLE';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another process feeds the read models of this data folder. */
export class ReadModelsLockedError extends Error {
  readonly code = 'READ_MODELS_LOCKED';
  constructor(directory: string, options?: ErrorOptions) {
    super(`Another process feeds the read models in ${directory}.`, options);
    this.name = new.target.name;
  }
}

/** A collection's set of indexes was changed without a new version of it: a mistake in the program. */
export class IndexesChangedError extends Error {
  readonly code = 'INDEXES_CHANGED';
  constructor(collection: string, version: number) {
    super(`The indexes of ${collection} were changed, so it needs a version above ${version}.`);
    this.name = new.target.name;
  }
}
