import type { SharingEnded, SharingStarted } from '../../src/domain/account/events.js';
import type { SharingDocument } from '../documents.js';
import { existing, factOf } from '../fact.js';
import { tenureKey } from '../key-parts.js';
import type { Projection } from '../projection.js';

type SharingEvent = SharingStarted | SharingEnded;

/**
 * Sharings, the ended ones included: both parties go on seeing them (R23).
 *
 * Indexes: `byAccount` [appId, tenure (10 digits), since, sharingId]; `byAccountStatus` [appId, tenure, status, since,
 * sharingId]; `byRecipient` [recipient, appId, status, since, sharingId].
 */
export const sharings: Projection<SharingDocument> = {
  name: 'sharings',
  version: 1,
  indexes: {
    byAccount: ({ appId, tenure, since, sharingId }) => [[appId, tenureKey(tenure), since, sharingId]],
    byAccountStatus: ({ appId, tenure, status, since, sharingId }) => [
      [appId, tenureKey(tenure), status, since, sharingId],
    ],
    byRecipient: ({ recipient, appId, status, since, sharingId }) => [[recipient, appId, status, since, sharingId]],
  },
  events: ['SharingStarted', 'SharingEnded'],
  key: (event) => [factOf<SharingEvent>(event).data.sharingId],
  evolve: (document, event) => {
    const fact = factOf<SharingEvent>(event);
    const { sharingId, appId, tenure, owner, recipient } = fact.data;
    switch (fact.type) {
      case 'SharingStarted':
        return {
          sharingId,
          appId,
          tenure,
          owner,
          recipient,
          status: 'ACTIVE',
          since: fact.at,
          endedAt: null,
          endedBy: null,
        };
      case 'SharingEnded':
        return { ...existing(document, fact, sharingId), status: 'ENDED', endedAt: fact.at, endedBy: fact.by };
    }
  },
};
