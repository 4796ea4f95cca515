import { standingOf } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { refuse, type Decision } from '../decision.js';
import { endPayment, paysThrough } from './bindings.js';
import { findCommunity, type CommunityHomes } from './community-homes.js';
import { allOrNothing, inTheWay, notFound } from './refused-communities.js';

export interface UnbindPaymentInterface extends CommunityHomes {
  /** Account that the interface is on. */
  readonly account: AccountState;
  readonly tenantId: string;
  readonly paymentInterfaceId: string;
  readonly communityIds: readonly string[];
}

/**
 * R17, R19: as with bindings, a tenant unbinds its own communities, the owner of the account also its recipients'.
 *
 * @throws MissingStateError
 */
export function decideUnbindPaymentInterface(input: UnbindPaymentInterface): Decision {
  const { account, tenantId, paymentInterfaceId, communityIds } = input;
  const standing = standingOf(account, tenantId);
  if (!standing || !account.paymentInterfaces.has(paymentInterfaceId)) {
    return refuse({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
  }
  return allOrNothing(communityIds, (id) => {
    const found = findCommunity(input, id, standing);
    if (!found) return notFound(id);
    if (!paysThrough(found.community, paymentInterfaceId)) return inTheWay(found.community, 'NOT_BOUND');
    return endPayment(found.tenantId, found.community, 'REQUESTED');
  });
}
