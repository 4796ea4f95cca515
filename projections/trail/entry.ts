import type { AccountEvent } from '../../src/domain/account/events.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { SightDocument, TrailDocument } from '../documents.js';
import { existing, factOf } from '../fact.js';
import type { ProductEvent } from '../../src/domain/product-event.js';
import { needsRecipients, sightOf } from './sight.js';

/** Document of who owns and who shares the account that the event names. */
export const sightId = (event: StoredEvent): string => `sight/${factOf<AccountEvent>(event).data.appId}`;

export const NOBODY: readonly string[] = [];

/** Who shares the event's account at its moment, where that decides who sees it (R27). @throws MissingDocumentError */
export function recipientsThen(event: StoredEvent, peer: (id: string) => SightDocument | null): readonly string[] {
  if (!needsRecipients(event.type)) return NOBODY;
  const id = sightId(event);
  return existing(peer(id), event, id).recipients;
}

/**
 * Whether the event names an account without saying what it is called. A tenant whose run was refused is told nothing of
 * the account's (R27).
 */
export function namesUncalledAccount({ type, data }: ProductEvent): boolean {
  return 'appId' in data && !('profile' in data) && type !== 'AuthorizationRefused';
}

/** The event as the trail keeps it. */
export function trailDocument(
  event: StoredEvent,
  fact: ProductEvent,
  recipients: readonly string[],
  accountName: string | null,
): TrailDocument {
  const { id, cursor, type, stream, revision, data, metadata } = event;
  return {
    kind: 'event',
    id,
    cursor,
    type,
    stream,
    revision,
    data,
    metadata,
    ...sightOf(fact, recipients),
    appId: accountNamedBy(fact),
    accountName,
    communityId: 'communityId' in fact.data ? fact.data.communityId : null,
  };
}

function accountNamedBy({ data }: ProductEvent): string | null {
  if ('boundTo' in data) return data.boundTo?.appId ?? null;
  return 'appId' in data ? data.appId : null;
}
