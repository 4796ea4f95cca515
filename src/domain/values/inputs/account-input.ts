import { Problems, type Validated } from '../validation.js';
import type { AccountInput } from './keyed.js';

export const accountInput = (v: Problems, input: AccountInput): AccountInput => ({
  idempotencyKey: v.idempotencyKey(input.idempotencyKey),
  appId: v.appId(input.appId),
});

export function validateAccountInput(input: AccountInput): Validated<AccountInput> {
  const v = new Problems();
  return v.result(accountInput(v, input));
}
