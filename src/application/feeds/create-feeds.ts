import type { FeedName, TrailDocument } from '../../../projections/documents.js';
import { search, trail } from '../../../projections/index.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Directory } from '../../people/directory.js';
import type { Cursor } from '../../event-store/cursor.js';
import { ForbiddenError } from '../answer.js';
import { audienceOf } from '../trail/audience.js';
import { isTold, trailCondition, type TrailCondition } from '../trail/trail-condition.js';
import { pastTrail, type PastEvents } from '../trail/trail-search.js';
import { authorizationFeed } from './authorization-feed.js';
import type { Feeds } from './feeds.js';
import { systemTimer, type Timer } from './timer.js';
import { trailFeed, type FeedRange, type FeedSources } from './trail-feed.js';

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
      const audience = audienceOf(viewer);
      if (audience === null) throw new ForbiddenError('The trail is for tenants and auditors.');
      const condition = trailCondition(audience, filter, directory);
      condition.catch(() => undefined);
      const range: FeedRange = {
        scan: audience === 'ALL' ? ALL : ofTenant(audience.tenant),
        matches: async (event) => isTold(event, await condition),
      };
      // Where nothing is left out, the range itself is read faster than by way of the search.
      const isFiltered = Object.values(filter).some((facet) => facet !== null);
      const past = (position: Cursor) => pastOf(sources, condition, position);
      return trailFeed(sources, isFiltered ? { ...range, past } : range, after);
    },
    authorizationChanges: (viewer, id) => authorizationFeed(sources, viewer, id),
  };
}

const ofAccount = (event: TrailDocument, appId: string | null): boolean => appId === null || event.appId === appId;

/** R27: tenants see what concerned them, services bindings and account status of all. */
const ofFeed = (event: TrailDocument, feed: FeedName, { tenant }: Viewer): boolean =>
  event.feeds.includes(feed) && (tenant !== null || event.seenByServices);

const ALL = { index: 'all', prefix: [] } as const;
const ofTenant = (tenant: string) => ({ index: 'bySight', prefix: [tenant] }) as const;

function rangeOfFeed({ tenant, roles }: Viewer): FeedRange['scan'] {
  if (tenant) return ofTenant(tenant.id);
  if (roles.includes('SERVICE')) return ALL;
  throw new ForbiddenError('This feed is for tenants and services.');
}

/** As far as the trail can be searched, which may be a moment behind what it tells. */
async function* pastOf(
  { readModels, progress }: FeedSources,
  condition: Promise<TrailCondition>,
  after: Cursor,
): AsyncGenerator<PastEvents, void> {
  const [searched, told] = [progress.reachedBy(search.name), progress.reachedBy(trail.name)];
  if (searched === null || told === null) return;
  yield* pastTrail(readModels, await condition, after, searched < told ? searched : told);
}
