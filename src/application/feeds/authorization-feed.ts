import { isDeepStrictEqual } from 'node:util';
import type { AuthorizationDocument } from '../../../projections/documents.js';
import { authorizations } from '../../../projections/authorizations/projection.js';
import type { Viewer } from '../../auth/viewer.js';
import { cancellable } from './cancellable.js';
import type { FeedSources } from './trail-feed.js';
import { waitForAdvance } from './wait.js';
import { seesTenantsOwn } from '../queries/sight.js';

type AuthorizationSources = Pick<FeedSources, 'events' | 'readModels' | 'progress' | 'timer'>;

/** How long a run that was just started may take to show up in the read models. */
const PATIENCE_MS = 2_000;

/** One run of the QR flow: its present state, then each change, until it is decided or expired. */
export function authorizationFeed(
  sources: AuthorizationSources,
  viewer: Viewer,
  id: string,
): AsyncIterableIterator<AuthorizationDocument | null> {
  return cancellable((signal) => follow(sources, viewer, id, signal));
}

async function* follow(
  { events, readModels, progress, timer }: AuthorizationSources,
  viewer: Viewer,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<AuthorizationDocument | null, void> {
  await progress.waitForViews(await events.head(), PATIENCE_MS, signal);
  let told: AuthorizationDocument | null = null;
  while (!signal.aborted) {
    const seen = progress.advances();
    const document = await readModels.get(authorizations, id);
    // R27: another tenant's run looks like none.
    if (!document || !seesTenantsOwn(viewer, document.tenantId)) {
      yield null;
      return;
    }
    const remaining = Date.parse(document.expiresAt) - timer.now();
    const ended = document.status !== 'WAITING' || remaining <= 0;
    if (ended || !isDeepStrictEqual(document, told)) {
      told = document;
      yield document;
    }
    if (ended) return;
    const moved = (): boolean => progress.advances() !== seen;
    await waitForAdvance(progress, timer, { moved, milliseconds: remaining, signal });
  }
}
