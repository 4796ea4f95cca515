import { accept, refuse, type Decision } from '../decision.js';
import { PAYMENT_INTERFACES_AN_ACCOUNT } from '../values/bounds.js';
import { toAccount } from './account-stream.js';
import { asAuthorizedOwner } from './standing.js';
import type { AccountState } from './state.js';

export interface AddPaymentInterface {
  readonly account: AccountState;
  readonly tenantId: string;
  /** `{appId}.{random}` */
  readonly paymentInterfaceId: string;
  readonly name: string;
  readonly merchantNumber: string;
}

/** R14: one merchant number occurs once on an account. */
export function decideAddPaymentInterface(input: AddPaymentInterface): Decision {
  const { account, tenantId, paymentInterfaceId, name, merchantNumber } = input;
  const owner = asAuthorizedOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  if (account.paymentInterfaces.size >= PAYMENT_INTERFACES_AN_ACCOUNT) {
    const facts = { max: PAYMENT_INTERFACES_AN_ACCOUNT };
    return refuse({ code: 'INVALID_INPUT', problems: [{ code: 'TOO_MANY', path: [], facts }] });
  }
  const taken = account.paymentInterfaces.find((other) => other.merchantNumber === merchantNumber);
  if (taken) return refuse({ code: 'MERCHANT_NUMBER_TAKEN', paymentInterfaceId: taken.id });
  const data = { ...owner.tenure, paymentInterfaceId, name, merchantNumber };
  return accept([toAccount({ type: 'PaymentInterfaceAdded', data })]);
}
