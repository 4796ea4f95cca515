/** There is no valid token. `errors[]` code UNAUTHENTICATED; the message says why and never quotes the token (R29). */
export class UnauthenticatedError extends Error {
  readonly code = 'UNAUTHENTICATED';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Whether a token is valid cannot be told now: the issuer's keys cannot be read. `errors[]` code TRY_AGAIN. */
export class TokenKeysUnavailableError extends Error {
  readonly code = 'TRY_AGAIN';
  constructor(options: ErrorOptions) {
    super('The keys of the token issuer cannot be read now.', options);
    this.name = new.target.name;
  }
}
