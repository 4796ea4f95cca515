/**
 * An argument of a query or subscription is out of bounds. `errors[]` code BAD_USER_INPUT.
 *
 * `messages` say what is allowed, in the languages of the API.
 */
export class BadUserInputError extends Error {
  readonly code = 'BAD_USER_INPUT';
  constructor(readonly messages: { readonly en: string; readonly zh: string }) {
    super(messages.en);
    this.name = new.target.name;
  }
}
