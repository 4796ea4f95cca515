import type { FeedName, TrailDocument } from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Directory } from '../../people/directory.js';
import { ForbiddenError } from '../answer.js';
import { authorizationFeed } from './authorization-feed.js';
import type { Feeds } from './feeds.js';
import { systemTimer, type Timer } from './timer.js';
import { trailFeed, type FeedSources } from './trail-feed.js';
import { matchesTrailFilter, trailCondition } from './trail-filter.js';

export interface FeedsOptions extends Pick<FeedSources, 'events' | 'readModels' | 'progress'> {
  readonly directory: Directory;
  readonly timer?: Timer;
}

export function createFeeds({ directory, timer = systemTimer, ...options }: FeedsOptions): Feeds {
  const sources: FeedSources = { ...options, timer };
  return {
    bindingChanges(viewer, { after, appId, communityIds }) {
      const communities = communityIds && new Set(communityIds);
      const matches = (event: TrailDocument): boolean =>
        ofFeed(event, 'bindings', viewer) &&
        ofAccount(event, appId) &&
        // Messages about the whole account name no community.
        (communities === null || event.communityId === null || communities.has(event.communityId));
      return trailFeed(sources, { scan: rangeOfFeed(viewer), matches }, after);
    },
    accountChanges(viewer, { after, appId }) {
      const matches = (event: TrailDocument): boolean => ofFeed(event, 'accounts', viewer) && ofAccount(event, appId);
      return trailFeed(sources, { scan: rangeOfFeed(viewer), matches }, after);
    },
    auditTrail(viewer, { after, filter }) {
      const condition = trailCondition(viewer, filter, directory);
      condition.catch(() => undefined);
      const matches = async (event: TrailDocument): Promise<boolean> => matchesTrailFilter(event, await condition);
      return trailFeed(sources, { scan: ofTrail(viewer), matches }, after);
    },
    authorizationChanges: (viewer, id) => authorizationFeed(sources, viewer, id),
  };
}

const ofAccount = (event: TrailDocument, appId: string | null): boolean => appId === null || event.appId === appId;

/** R27: tenants see what concerned them, services bindings and account status of all. */
const ofFeed = (event: TrailDocument, feed: FeedName, { tenant }: Viewer): boolean =>
  event.feeds.includes(feed) && (tenant !== null || event.seenByServices);

function rangeOfFeed({ tenant, roles }: Viewer): { index: string; prefix: readonly string[] } {
  if (tenant) return { index: 'bySight', prefix: [tenant.id] };
  if (roles.includes('SERVICE')) return { index: 'all', prefix: [] };
  throw new ForbiddenError('This feed is for tenants and services.');
}

/** R27: tenants see what concerned them, auditors everything. */
function ofTrail({ tenant, roles }: Viewer): { index: string; prefix: readonly string[] } {
  if (tenant) return { index: 'bySight', prefix: [tenant.id] };
  if (roles.includes('AUDITOR')) return { index: 'all', prefix: [] };
  throw new ForbiddenError('The trail is for tenants and auditors.');
}
