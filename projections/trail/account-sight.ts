import type {
  AccountAuthorized,
  AccountProfileRefreshed,
  AccountReleased,
  SharingEnded,
  SharingStarted,
} from '../../src/domain/account/events.js';
import type { SightDocument } from '../documents.js';
import { existing } from '../fact.js';
import type { ProductEvent } from '../../src/domain/product-event.js';

type Moving = AccountAuthorized | AccountProfileRefreshed | AccountReleased | SharingStarted | SharingEnded;
/** Types of the events that change who owns or shares an account, or what it is called. */
export const MOVING: readonly string[] = [
  'AccountAuthorized',
  'AccountProfileRefreshed',
  'AccountReleased',
  'SharingStarted',
  'SharingEnded',
] satisfies readonly Moving['type'][];

/** Whether the event changes who owns or shares an account, or what it is called. */
export const movesSight = (type: string): boolean => MOVING.includes(type);

const isMoving = (event: ProductEvent): event is Moving => movesSight(event.type);

/** Who owns and who shares an account after the event, and what it is called. */
export function evolveSight(document: SightDocument | null, event: ProductEvent): SightDocument | null {
  if (!isMoving(event)) return document;
  switch (event.type) {
    case 'AccountAuthorized':
      return {
        kind: 'sight',
        owner: event.data.owner,
        recipients: [],
        nickname: event.data.profile.nickname,
      };
    case 'AccountProfileRefreshed':
      return { ...existing(document, event, event.data.appId), nickname: event.data.profile.nickname };
    case 'AccountReleased':
      return { ...existing(document, event, event.data.appId), owner: null, recipients: [] };
    case 'SharingStarted': {
      const sight = existing(document, event, event.data.appId);
      return { ...sight, recipients: [...sight.recipients, event.data.recipient] };
    }
    case 'SharingEnded': {
      const sight = existing(document, event, event.data.appId);
      const { recipient } = event.data;
      return { ...sight, recipients: sight.recipients.filter((tenant) => tenant !== recipient) };
    }
  }
}
