import type { ShareCodeEvent } from '../../src/domain/share-code/events.js';
import type { ShareCodeDocument } from '../documents.js';
import { existing, factOf } from '../fact.js';
import { tenureKey } from '../key-parts.js';
import type { Projection } from '../projection.js';

/**
 * What is kept of share codes: never the code (R8, R12).
 *
 * Indexes: `byAccount` [appId, tenure (10 digits), generatedAt, place in the batch (4 digits), digest]; `byLabel`
 * [appId, tenure, label].
 */
export const shareCodes: Projection<ShareCodeDocument> = {
  name: 'shareCodes',
  version: 1,
  indexes: {
    byAccount: ({ appId, tenure, generatedAt, batchIndex, digest }) => [
      [appId, tenureKey(tenure), generatedAt, String(batchIndex).padStart(4, '0'), digest],
    ],
    byLabel: ({ appId, tenure, label }) => [[appId, tenureKey(tenure), label]],
  },
  events: ['ShareCodeGenerated', 'ShareCodeRedeemed', 'ShareCodeCancelled'],
  key: (event) => [factOf<ShareCodeEvent>(event).data.digest],
  evolve: (document, event) => {
    const fact = factOf<ShareCodeEvent>(event);
    const { digest, label, appId, tenure, owner } = fact.data;
    switch (fact.type) {
      case 'ShareCodeGenerated':
        return {
          digest,
          label,
          appId,
          tenure,
          owner,
          state: 'OPEN',
          generatedAt: fact.at,
          generatedBy: fact.by,
          batchIndex: fact.data.batch.index,
          expiresAt: fact.data.expiresAt,
          redeemedAt: null,
          redeemedBy: null,
        };
      case 'ShareCodeRedeemed':
        return {
          ...existing(document, fact, digest),
          state: 'REDEEMED',
          redeemedAt: fact.at,
          redeemedBy: fact.data.recipient,
        };
      case 'ShareCodeCancelled':
        return { ...existing(document, fact, digest), state: 'CANCELLED' };
    }
  },
};
