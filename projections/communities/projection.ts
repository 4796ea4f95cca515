import type { TenantEvent } from '../../src/domain/tenant/events.js';
import type { BindingDocument, CommunityDocument } from '../documents.js';
import { existing, factOf, MissingDocumentError, type Fact } from '../fact.js';
import type { Projection } from '../projection.js';

/**
 * Communities with what they are bound to (R4, R15, R16).
 *
 * Indexes: `byTenant` [tenant, createdAt, communityId]; `all` [createdAt, communityId]; `byAccount` [appId, boundAt,
 * communityId]; `byAccountTenant` [appId, tenant, boundAt, communityId]; `byInterface` [paymentInterfaceId, tenant,
 * communityId]; Those of bindings hold bound communities only.
 */
export const communities: Projection<CommunityDocument> = {
  name: 'communities',
  version: 1,
  indexes: {
    byTenant: ({ tenantId, createdAt, communityId }) => [[tenantId, createdAt, communityId]],
    all: ({ createdAt, communityId }) => [[createdAt, communityId]],
    byAccount: ({ binding, communityId }) => (binding ? [[binding.appId, binding.boundAt, communityId]] : []),
    byAccountTenant: ({ binding, tenantId, communityId }) =>
      binding ? [[binding.appId, tenantId, binding.boundAt, communityId]] : [],
    byInterface: ({ binding, tenantId, communityId }) =>
      binding?.payment ? [[binding.payment.paymentInterfaceId, tenantId, communityId]] : [],
  },
  events: [
    'CommunityRegistered',
    'CommunityRenamed',
    'CommunityRemoved',
    'CommunityBound',
    'CommunityUnbound',
    'PaymentBound',
    'PaymentUnbound',
  ],
  key: (event) => [factOf<TenantEvent>(event).data.communityId],
  evolve: (document, event) => evolve(document, factOf<TenantEvent>(event)),
};

function evolve(document: CommunityDocument | null, fact: Fact<TenantEvent>): CommunityDocument | null {
  if (fact.type === 'CommunityRegistered') {
    const { communityId, tenantId, externalId, name } = fact.data;
    return { communityId, tenantId, externalId, name, createdAt: fact.at, binding: null };
  }
  const community = existing(document, fact, fact.data.communityId);
  switch (fact.type) {
    case 'CommunityRenamed':
      return { ...community, name: fact.data.name };
    case 'CommunityRemoved':
      return null;
    case 'CommunityBound': {
      const { appId, tenure, owner, sharingId } = fact.data;
      return {
        ...community,
        binding: { appId, tenure, owner, sharingId, boundAt: fact.at, boundBy: fact.by, payment: null },
      };
    }
    case 'CommunityUnbound':
      return { ...community, binding: null };
    case 'PaymentBound': {
      const { paymentInterfaceId } = fact.data;
      return withPayment(community, fact, { paymentInterfaceId, boundAt: fact.at, boundBy: fact.by });
    }
    case 'PaymentUnbound':
      return withPayment(community, fact, null);
  }
}

/** R16: a payment binding goes with the binding to the account. */
function withPayment(
  community: CommunityDocument,
  fact: Fact<TenantEvent>,
  payment: BindingDocument['payment'],
): CommunityDocument {
  if (!community.binding) throw new MissingDocumentError(fact.type, `a binding of ${community.communityId}`);
  return { ...community, binding: { ...community.binding, payment } };
}
