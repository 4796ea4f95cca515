import type { AuthorizationEvent, AuthorizationResultClaimed } from '../../src/domain/authorization/events.js';
import type { AuthorizationDocument } from '../documents.js';
import { existing, factOf } from '../fact.js';
import type { Projection } from '../projection.js';

/**
 * Runs of the QR flow (R1). Index: `byTenant` [tenant, startedAt, authorizationId].
 */
export const authorizations: Projection<AuthorizationDocument> = {
  name: 'authorizations',
  version: 1,
  indexes: {
    byTenant: ({ tenantId, startedAt, authorizationId }) => [[tenantId, startedAt, authorizationId]],
  },
  events: ['AuthorizationStarted', 'AuthorizationSucceeded', 'AuthorizationRefused'],
  key: (event) => [factOf<AuthorizationEvent>(event).data.authorizationId],
  evolve: (document, event) => {
    const fact = factOf<Exclude<AuthorizationEvent, AuthorizationResultClaimed>>(event);
    const { authorizationId, tenantId } = fact.data;
    if (fact.type === 'AuthorizationStarted') {
      return {
        authorizationId,
        tenantId,
        status: 'WAITING',
        startedAt: fact.at,
        expiresAt: fact.data.expiresAt,
        returnUrl: fact.data.returnUrl,
        appId: null,
        refusal: null,
      };
    }
    const run = existing(document, fact, authorizationId);
    switch (fact.type) {
      case 'AuthorizationSucceeded':
        return { ...run, status: 'AUTHORIZED', appId: fact.data.appId };
      case 'AuthorizationRefused': {
        const { code, errcode, errmsg } = fact.data;
        return { ...run, status: 'REFUSED', refusal: { code, errcode, errmsg } };
      }
    }
  },
};
