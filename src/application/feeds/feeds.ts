import type { AuthorizationDocument, TrailDocument } from '../../../projections/documents.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Viewer } from '../../auth/viewer.js';
import type { TrailFilter } from '../trail/trail-filter.js';

/**
 * What a feed delivers. A checkpoint comes first of all, one with `caughtUp` when the past has been delivered, and then
 * at least every 10 seconds or 1,000 events that the filter kept back.
 */
export type FeedItem =
  | { readonly kind: 'event'; readonly cursor: Cursor; readonly event: TrailDocument }
  | { readonly kind: 'checkpoint'; readonly cursor: Cursor; readonly caughtUp: boolean };

/**
 * The live feeds, each read from the projected trail, so that who may see an event is decided in one place (R27).
 * `after` null: from now; "0": from the first event there is.
 *
 * Iterators pull (a slow subscriber costs no memory) and `return()` settles a pending `next()`.
 */
export interface Feeds {
  bindingChanges(
    viewer: Viewer,
    options: {
      readonly after: string | null;
      readonly appId: string | null;
      readonly communityIds: readonly string[] | null;
    },
  ): AsyncIterableIterator<FeedItem>;
  accountChanges(
    viewer: Viewer,
    options: { readonly after: string | null; readonly appId: string | null },
  ): AsyncIterableIterator<FeedItem>;
  auditTrail(
    viewer: Viewer,
    options: { readonly after: string | null; readonly filter: TrailFilter },
  ): AsyncIterableIterator<FeedItem>;
  /** Its present state first, then each change; completes with the last one. An unknown id: one null, then the end. */
  authorizationChanges(viewer: Viewer, id: string): AsyncIterableIterator<AuthorizationDocument | null>;
}
