/** Inputs are described by what validation reads of them, so that nothing here depends on who takes them. */
export interface KeyedInput {
  readonly idempotencyKey: string;
}

export interface AccountInput extends KeyedInput {
  readonly appId: string;
}
