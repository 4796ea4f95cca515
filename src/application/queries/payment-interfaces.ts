import type { AccountDocument } from '../../../projections/documents.js';
import { communities } from '../../../projections/communities/projection.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import type { Asking } from './asking.js';
import { accountSight, bindingSight } from './sight.js';
import type { PaymentInterfaceView } from './views.js';

export interface PaymentInterfaceFacts {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly merchantNumber: string;
}

/** `owner` owns the account: it sees every binding, others their own (R27). */
export function paymentInterfaceView(
  { viewer, readModels }: Asking,
  { id, appId, name, merchantNumber }: PaymentInterfaceFacts,
  owner: string,
): PaymentInterfaceView {
  return {
    id,
    appId,
    name,
    merchantNumber,
    boundCommunityCount: async () => {
      const sight = bindingSight(viewer, owner);
      if (sight === 'NONE') return 0;
      const prefix = sight === 'ALL' ? [id] : [id, sight.tenant];
      return readModels.count(communities, { index: 'byInterface', prefix });
    },
  };
}

export function interfaceOfAccount(
  asking: Asking,
  account: AccountDocument,
  id: string | undefined,
): PaymentInterfaceView | null {
  const found = account.paymentInterfaces.find((each) => each.id === id);
  return found ? paymentInterfaceView(asking, { ...found, appId: account.appId }, account.owner) : null;
}

/** An id says which account it belongs to: `{appId}.{random}`. */
export async function paymentInterface(asking: Asking, id: string): Promise<PaymentInterfaceView | null> {
  const appId = appIdOf(id);
  const account = appId === null ? null : await asking.reads.account(appId);
  if (!account || accountSight(asking.viewer, account) === null) return null;
  return interfaceOfAccount(asking, account, id);
}
