import type { SealReader } from '../../audit/seal-store.js';
import type { EventReader } from '../../event-store/port.js';
import type { Directory } from '../../people/directory.js';
import type { CallbackJournal } from '../../wechat/callbacks/callback-journal.js';
import type { Past } from '../../history/past.js';
import type { ReadModels } from '../../read-models/port.js';
import type { Progress } from '../../read-models/progress.js';
import type { Clock } from '../clock.js';
import { account, accounts, servingAccount } from './accounts.js';
import { actorView, tenantView } from './actors.js';
import { trailAsOf, trailIsCurrent, viewsAsOf } from './as-of.js';
import type { Asking } from './asking.js';
import { auditEvent, auditEventView, auditTrail } from './audit.js';
import { AuthorizationViews } from './authorizations.js';
import { bindings, bindingsByCommunityIds, boundCommunityThen } from './bindings.js';
import { communities, communitiesByIds, community } from './communities.js';
import { checkFeed } from './feed-arguments.js';
import { history } from './history.js';
import { directReads, loadersOf } from './loaders.js';
import { menu, menuOf } from './menus.js';
import { paymentInterface, paymentInterfaceView } from './payment-interfaces.js';
import type { Queries } from './queries.js';
import { repliesOf } from './replies.js';
import type { Asker } from './reads.js';
import { auditConsistency, auditKeys, auditSeals } from './seals.js';
import { shareCodeCounts, shareCodes, shareCodesByDigests } from './share-codes.js';
import { sharing, sharingOf, sharings, sharingsByIds } from './sharings.js';
import { weChatCallbacks } from './wechat-callbacks.js';

export interface QueriesOptions {
  readonly readModels: ReadModels;
  readonly progress: Progress;
  readonly events: Pick<EventReader, 'head' | 'acceptCursor'>;
  readonly directory: Directory;
  readonly past: Pick<Past, 'at'>;
  readonly callbacks: Pick<CallbackJournal, 'page' | 'count'>;
  readonly seals: SealReader;
  readonly clock: Clock;
  /** Where browsers reach this installation, e.g. `https://gongxiang.example.com`: without a slash at the end. */
  readonly publicUrl: () => string;
}

/** How long a mutation's answer waits for the views to catch up with it. */
const READ_YOUR_WRITES_MS = 2_000;

export function createQueries(options: QueriesOptions): Queries {
  const { readModels, progress, events, directory, seals, clock, publicUrl } = options;
  const asOf = () => viewsAsOf(progress, events);
  const sources = { readModels, directory, seals, asOf };
  const direct = directReads(sources);
  const asking = ({ viewer, loaders }: Asker): Asking => ({ viewer, reads: loaders ?? direct, readModels });
  const askingTrail = (asker: Asker): Asking => {
    const { reads, ...rest } = asking(asker);
    return { ...rest, reads: { ...reads, asOf: () => trailAsOf(progress, events) } };
  };
  const authorizations = new AuthorizationViews(publicUrl, () => clock.now());

  return {
    account: (asker, appId) => account(asking(asker), appId),
    accounts: async (asker, filter, page) => accounts(asking(asker), filter, page),
    bindings: (asker, of, filter, page) => bindings(asking(asker), of, filter, page),
    sharings: (asker, of, status, page) => sharings(asking(asker), of, status, page),
    shareCodes: (asker, of, status, page) => shareCodes(asking(asker), of, status, page, clock.now()),
    shareCodeCounts: (of) => shareCodeCounts(readModels, of, clock.now()),
    sharingOf: (asker, of) => sharingOf(asking(asker), of),
    repliesOf: (asker, of) => repliesOf(asking(asker), of),
    menu: (asker, of) => menu(asking(asker), of),
    menuOf: (asker, appId) => menuOf(asking(asker), appId),

    authorization: (asker, id) => authorizations.find(asking(asker), id),
    authorizationView: (document) => authorizations.view(document),

    community: (asker, id) => community(asking(asker), id),
    communitiesByIds: (asker, ids) => communitiesByIds(asking(asker), ids),
    communities: (asker, filter, page) => communities(asking(asker), filter, page),
    bindingsByCommunityIds: (asker, ids) => bindingsByCommunityIds(asking(asker), ids),

    sharing: (asker, id) => sharing(asking(asker), id),
    sharingsByIds: (asker, ids) => sharingsByIds(asking(asker), ids),
    paymentInterface: (asker, id) => paymentInterface(asking(asker), id),
    shareCodesByDigests: (asker, digests) => shareCodesByDigests(asking(asker), digests, clock.now()),

    auditEvent: (asker, id) => auditEvent(asking(asker), () => trailIsCurrent(progress, events), id),
    auditTrail: (asker, filter, order, page) => auditTrail(askingTrail(asker), directory, events, filter, order, page),
    auditSeals: (page) => auditSeals(seals, page),
    auditConsistency: (from, to) => auditConsistency(seals, from, to),
    auditKeys: () => auditKeys(seals),
    auditEventView: (asker, event) => auditEventView(asking(asker), event),

    history: ({ viewer }, at) => history({ ...options, viewer }, at),

    weChatCallbacks: (asker, filter, page) => weChatCallbacks(asking(asker), options.callbacks, filter, page),

    servingAccount: (asker, appId) => servingAccount(asking(asker), appId),
    paymentInterfaceOf: (asker, { owner, ...facts }) => paymentInterfaceView(asking(asker), facts, owner),
    boundCommunity: (asker, facts) => boundCommunityThen(asking(asker), facts),
    actor: (asker, ref) => actorView(asking(asker), ref),
    tenant: (asker, id) => tenantView(asking(asker), id),

    latestCursor: () => events.head(),
    checkFeed: (feed) => checkFeed(events, feed),
    reach: (cursor) => progress.waitForViews(cursor, READ_YOUR_WRITES_MS),
    loaders: loadersOf(sources),
  };
}
