import { SHARE_CODES_AT_ONCE } from '../bounds.js';
import { Problems, type Validated } from '../validation.js';
import { accountInput, validateAccountInput } from './account-input.js';
import type { AccountInput, KeyedInput } from './keyed.js';

/** @param isAllowedOrigin whether our page may send a browser there, e.g. `https://console.example.com` */
export function validateAuthorizeAccount(
  input: KeyedInput & { readonly returnUrl?: string | null },
  isAllowedOrigin: (origin: string) => boolean,
): Validated<KeyedInput & { readonly returnUrl: string | null }> {
  const v = new Problems();
  return v.result({
    idempotencyKey: v.idempotencyKey(input.idempotencyKey),
    returnUrl: v.url(input.returnUrl, ['returnUrl'], isAllowedOrigin),
  });
}

export const validateRefreshAccountProfile = validateAccountInput;
export const validateReleaseAccount = validateAccountInput;

export function validateIssueAccessToken(input: { readonly appId: string }): Validated<{ readonly appId: string }> {
  const v = new Problems();
  return v.result({ appId: v.appId(input.appId) });
}

export function validateForceReleaseAccount(
  input: AccountInput & { readonly reason: string },
): Validated<AccountInput & { readonly reason: string }> {
  const v = new Problems();
  return v.result({ ...accountInput(v, input), reason: v.reason(input.reason) });
}

export function validateReconcileAuthorizations(
  input: KeyedInput & { readonly dryRun: boolean },
): Validated<KeyedInput & { readonly dryRun: boolean }> {
  const v = new Problems();
  return v.result({ idempotencyKey: v.idempotencyKey(input.idempotencyKey), dryRun: input.dryRun });
}

interface NewPaymentInterface extends AccountInput {
  readonly name: string;
  readonly merchantNumber: string;
}

export function validateAddPaymentInterface(input: NewPaymentInterface): Validated<NewPaymentInterface> {
  const v = new Problems();
  return v.result({
    ...accountInput(v, input),
    name: v.name(input.name),
    merchantNumber: v.merchantNumber(input.merchantNumber),
  });
}

interface PaymentInterfaceInput extends KeyedInput {
  readonly paymentInterfaceId: string;
}

export function validateRemovePaymentInterface(input: PaymentInterfaceInput): Validated<PaymentInterfaceInput> {
  const v = new Problems();
  return v.result({
    idempotencyKey: v.idempotencyKey(input.idempotencyKey),
    paymentInterfaceId: v.id(input.paymentInterfaceId, ['paymentInterfaceId']),
  });
}

export function validateGenerateShareCodes(
  input: AccountInput & { readonly count: number },
): Validated<AccountInput & { readonly count: number }> {
  const v = new Problems();
  const range = { min: 1, max: SHARE_CODES_AT_ONCE };
  return v.result({ ...accountInput(v, input), count: v.count(input.count, ['count'], range) });
}

export function validateCancelShareCodes(
  input: AccountInput & { readonly labels: readonly string[] },
): Validated<AccountInput & { readonly labels: readonly string[] }> {
  const v = new Problems();
  return v.result({ ...accountInput(v, input), labels: v.ids(input.labels, ['labels']) });
}
