import type { RepliesEvent } from '../../src/domain/replies/events.js';
import { repliesId } from '../../src/domain/replies/replies-stream.js';
import type { RepliesDocument } from '../documents.js';
import { factOf } from '../fact.js';
import type { Projection } from '../projection.js';

/** Automatic replies, a document each tenure: whoever owns the account next begins without any (R7, R26). */
export const replies: Projection<RepliesDocument> = {
  name: 'replies',
  version: 1,
  indexes: {},
  events: ['AutomaticRepliesSet'],
  key: (event) => [repliesId(factOf<RepliesEvent>(event).data)],
  evolve: (_, event) => {
    const { appId, tenure, replies } = factOf<RepliesEvent>(event).data;
    return { appId, tenure, replies };
  },
};
