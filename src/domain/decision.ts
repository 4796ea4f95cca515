import type { EventToWrite } from './event.js';
import type { Refusal } from './refusal.js';

/**
 * What a pure decision says: write these events (at least one), nothing needs to change, or no.
 * Streams that were looked at and are not written become checks of the append.
 */
export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly EventToWrite[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const UNCHANGED: Decision = { kind: 'unchanged' };

/** Writes the events; nothing to write means that nothing changes. */
export const accept = (events: readonly EventToWrite[]): Decision =>
  events.length === 0 ? UNCHANGED : { kind: 'accepted', events };

export const refuse = (refusal: Refusal): Decision => ({ kind: 'refused', refusal });
