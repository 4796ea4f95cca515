import type { AccountEvent } from '../../src/domain/account/events.js';
import type { AccountDocument } from '../documents.js';
import { existing, factOf, type Fact } from '../fact.js';
import type { Projection } from '../projection.js';

/** Tenants that the account is listed for: its owner and whoever shares it. Nobody once it is released (R7). */
const parties = (account: AccountDocument): readonly (readonly [relation: string, tenant: string])[] =>
  account.status === 'RELEASED'
    ? []
    : [['OWNER', account.owner], ...account.recipients.map((recipient) => ['RECIPIENT', recipient] as const)];

/**
 * Official accounts as they are now, a document each (R1, R5, R7, R14).
 *
 * Indexes: `byTenant` [tenant, appId] for the owner and each recipient, never a released one; `byTenantRelation`
 * [tenant, 'OWNER' | 'RECIPIENT', appId]; `all` [appId]; `byStatus` [status, appId].
 */
export const accounts: Projection<AccountDocument> = {
  name: 'accounts',
  version: 1,
  indexes: {
    byTenant: (account) => parties(account).map(([, tenant]) => [tenant, account.appId]),
    byTenantRelation: (account) => parties(account).map(([relation, tenant]) => [tenant, relation, account.appId]),
    all: (account) => [[account.appId]],
    byStatus: (account) => [[account.status, account.appId]],
  },
  events: [
    'AccountAuthorized',
    'AccountGrantRenewed',
    'AccountResumed',
    'AccountDeauthorized',
    'AccountProfileRefreshed',
    'AccountPermissionsChanged',
    'AccountReleased',
    'PaymentInterfaceAdded',
    'PaymentInterfaceRemoved',
    'SharingStarted',
    'SharingEnded',
  ],
  key: (event) => [factOf<AccountEvent>(event).data.appId],
  evolve: (document, event) => evolve(document, factOf<AccountEvent>(event)),
};

function evolve(document: AccountDocument | null, fact: Fact<AccountEvent>): AccountDocument {
  if (fact.type === 'AccountAuthorized') {
    const { appId, tenure, owner, grant, profile, permissions, grantedAt } = fact.data;
    return {
      appId,
      tenure,
      owner,
      status: 'AUTHORIZED',
      grant,
      profile,
      permissions,
      authorizedAt: grantedAt ?? fact.at,
      deauthorizedAt: null,
      profileRefreshedAt: fact.at,
      paymentInterfaces: [],
      recipients: [],
    };
  }
  const account = existing(document, fact, fact.data.appId);
  switch (fact.type) {
    case 'AccountGrantRenewed':
      return { ...account, grant: fact.data.grant };
    case 'AccountResumed':
      return {
        ...account,
        status: 'AUTHORIZED',
        grant: fact.data.grant,
        authorizedAt: fact.data.grantedAt ?? fact.at,
        deauthorizedAt: null,
      };
    case 'AccountDeauthorized':
      return { ...account, status: 'DEAUTHORIZED', deauthorizedAt: fact.data.cancelledAt ?? fact.at };
    case 'AccountProfileRefreshed':
      return { ...account, profile: fact.data.profile, profileRefreshedAt: fact.at };
    case 'AccountPermissionsChanged':
      return { ...account, permissions: fact.data.permissions };
    case 'AccountReleased':
      return { ...account, status: 'RELEASED', paymentInterfaces: [], recipients: [] };
    case 'PaymentInterfaceAdded': {
      const { paymentInterfaceId: id, name, merchantNumber } = fact.data;
      return { ...account, paymentInterfaces: [...account.paymentInterfaces, { id, name, merchantNumber }] };
    }
    case 'PaymentInterfaceRemoved': {
      const { paymentInterfaceId } = fact.data;
      return {
        ...account,
        paymentInterfaces: account.paymentInterfaces.filter(({ id }) => id !== paymentInterfaceId),
      };
    }
    case 'SharingStarted':
      return { ...account, recipients: [...account.recipients, fact.data.recipient] };
    case 'SharingEnded': {
      const { recipient } = fact.data;
      return { ...account, recipients: account.recipients.filter((tenant) => tenant !== recipient) };
    }
  }
}
