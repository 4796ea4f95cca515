import type { TrailDocument } from '../../projections/documents.js';
import type { AccountEvent } from '../../src/domain/account/events.js';
import type { AutomaticRepliesSet } from '../../src/domain/replies/events.js';
import type { MenuDeleted, MenuPublished } from '../../src/domain/menu/events.js';
import type { ShareCodeCancelled, ShareCodeGenerated } from '../../src/domain/share-code/events.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { actorOf } from './actor-of.js';
import type { AccountChangeKind } from './feed-enums.js';
import { AccountChange } from './messages.js';

type Told = AccountEvent | AutomaticRepliesSet | MenuDeleted | MenuPublished | ShareCodeGenerated | ShareCodeCancelled;

const KINDS: Readonly<Record<Told['type'], keyof typeof AccountChangeKind>> = {
  AccountAuthorized: 'AUTHORIZED',
  AccountGrantRenewed: 'REAUTHORIZED',
  AccountResumed: 'REAUTHORIZED',
  AccountDeauthorized: 'DEAUTHORIZED',
  AccountReleased: 'RELEASED',
  AccountProfileRefreshed: 'PROFILE_CHANGED',
  AccountPermissionsChanged: 'PERMISSIONS_CHANGED',
  ShareCodeGenerated: 'SHARE_CODES_GENERATED',
  ShareCodeCancelled: 'SHARE_CODES_CANCELLED',
  SharingStarted: 'SHARING_STARTED',
  SharingEnded: 'SHARING_ENDED',
  PaymentInterfaceAdded: 'PAYMENT_INTERFACE_ADDED',
  PaymentInterfaceRemoved: 'PAYMENT_INTERFACE_REMOVED',
  AutomaticRepliesSet: 'REPLIES_CHANGED',
  MenuPublished: 'MENU_PUBLISHED',
  MenuDeleted: 'MENU_DELETED',
};

// The trail holds under each type what the log's own types declare.
const toldBy = (event: TrailDocument): Told | null => (event.type in KINDS ? (event as unknown as Told) : null);

/**
 * An event as the feed of accounts tells it; null where it does not. Of a command's share codes the feed is given the
 * last one, which stands for all.
 */
export function accountChange(context: Context, event: TrailDocument): AccountChange | null {
  const told = toldBy(event);
  if (told === null) return null;
  const { queries } = context.app;
  const { data } = told;
  return made(AccountChange, {
    cursor: event.cursor,
    kind: KINDS[told.type],
    appId: data.appId,
    account: () => queries.account(context, data.appId),
    sharing: async () => ('sharingId' in data ? queries.sharing(context, data.sharingId) : null),
    paymentInterface:
      'paymentInterfaceId' in data
        ? queries.paymentInterfaceOf(context, {
            id: data.paymentInterfaceId,
            appId: data.appId,
            name: data.name,
            merchantNumber: data.merchantNumber,
            owner: data.owner,
          })
        : null,
    shareCodeCount: 'batch' in data ? data.batch.size : null,
    occurredAt: event.metadata.occurredAt,
    actor: actorOf(context, event),
  });
}
