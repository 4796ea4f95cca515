import { accept, refuse, type Decision } from '../decision.js';
import { stateOf } from '../missing-state.js';
import { bindingsRemain, boundToPaymentInterface } from '../tenant/bindings.js';
import type { TenantState } from '../tenant/state.js';
import { toAccount } from './account-stream.js';
import { standingOf } from './standing.js';
import type { AccountState } from './state.js';

export interface RemovePaymentInterface {
  readonly account: AccountState;
  /** By tenant id: the owner and every recipient. */
  readonly tenants: ReadonlyMap<string, TenantState>;
  readonly tenantId: string;
  readonly paymentInterfaceId: string;
}

/**
 * R14: an interface goes only when no community of anyone is bound to it; also while the account is deauthorized (R6).
 *
 * @throws MissingStateError
 */
export function decideRemovePaymentInterface(input: RemovePaymentInterface): Decision {
  const { account, tenants, tenantId, paymentInterfaceId } = input;
  const standing = standingOf(account, tenantId);
  const paymentInterface = account.paymentInterfaces.get(paymentInterfaceId);
  if (!standing || !paymentInterface) return refuse({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
  if (standing.role !== 'OWNER') return refuse({ code: 'NOT_ACCOUNT_OWNER' });
  const { tenure } = standing;
  const concerned = new Map(
    [tenure.owner, ...account.activeSharingByRecipient.keys()].map((id) => [id, stateOf(tenants, id)]),
  );
  const bindings = boundToPaymentInterface(concerned, paymentInterfaceId);
  if (bindings.length > 0) return refuse(bindingsRemain(bindings));
  const { name, merchantNumber } = paymentInterface;
  const data = { ...tenure, paymentInterfaceId, name, merchantNumber };
  return accept([toAccount({ type: 'PaymentInterfaceRemoved', data })]);
}
