import { standingOf, unauthorizedRefusal } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { refuse, type Decision } from '../decision.js';
import { endPayment, isBoundTo, paymentFacts, paysThrough } from './bindings.js';
import { allOrNothing, inTheWay, notFound } from './refused-communities.js';
import type { TenantState } from './state.js';
import { toTenant } from './tenant-stream.js';

export interface BindPaymentInterface {
  /** Account that the interface is on. */
  readonly account: AccountState;
  readonly tenant: TenantState;
  readonly tenantId: string;
  readonly paymentInterfaceId: string;
  /** R16: the caller repeats who will receive the money. */
  readonly merchantNumber: string;
  readonly communityIds: readonly string[];
  /** Take over communities that are bound to another interface of the account, without a gap. */
  readonly replace: boolean;
}

/** R16, R19: money of the tenant's own communities goes through an interface of the account that they are bound to. */
export function decideBindPaymentInterface(input: BindPaymentInterface): Decision {
  const { account, tenant, tenantId, paymentInterfaceId, merchantNumber, communityIds, replace } = input;
  const standing = standingOf(account, tenantId);
  const paymentInterface = account.paymentInterfaces.get(paymentInterfaceId);
  if (!standing || !paymentInterface) return refuse({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
  const unauthorized = unauthorizedRefusal(account);
  if (unauthorized) return refuse(unauthorized);
  if (paymentInterface.merchantNumber !== merchantNumber) return refuse({ code: 'MERCHANT_NUMBER_MISMATCH' });
  const payment = { paymentInterfaceId, name: paymentInterface.name, merchantNumber };

  return allOrNothing(communityIds, (id) => {
    const community = tenant.communities.get(id);
    if (!community) return notFound(id);
    if (!isBoundTo(community, standing.tenure.appId)) return inTheWay(community, 'NOT_BOUND');
    if (paysThrough(community, paymentInterfaceId)) return [];
    if (community.binding.payment && !replace) return inTheWay(community, 'PAYMENT_BOUND_ELSEWHERE');
    const data = paymentFacts(tenantId, community, community.binding, payment);
    return [...endPayment(tenantId, community, 'REPLACED'), toTenant({ type: 'PaymentBound', data })];
  });
}
