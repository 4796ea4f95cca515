import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openEmbeddedSealReader } from '../audit/embedded/embedded-seals.js';
import { sealsPath } from '../audit/embedded/schema.js';
import { parseCursor } from '../event-store/cursor.js';
import { openEmbeddedMoveSource, reopenEmbeddedLog } from '../event-store/embedded/move-source.js';
import { openEmbeddedMoveTarget } from '../event-store/embedded/move-target.js';
import { parseConnectionUrl, placeOf as placeOnServer } from '../event-store/kurrentdb/connection-url.js';
import type { KurrentDbPlace } from '../event-store/kurrentdb/move-link.js';
import type { MoveSource, MoveTarget } from '../event-store/moving.js';
import { MoveRefusedError } from './move-log.js';

/** Where a log is: in a data folder, whose seals may lie elsewhere, or on a server. */
export type Place = { readonly dataDir: string; readonly privateDir?: string } | { readonly server: KurrentDbPlace };

/** A folder's path, or a server's URL. @throws ConnectionUrlError */
export function placeOf(text: string, prefix: string): Place {
  if (!/^[a-z]+(\+discover)?:\/\//i.test(text)) return { dataDir: resolve(text) };
  parseConnectionUrl(text);
  return { server: { url: text, prefix } };
}

/** For people, without any secret. */
export const nameOf = (place: Place): string =>
  'dataDir' in place ? place.dataDir : placeOnServer(parseConnectionUrl(place.server.url), place.server.prefix);

/**
 * @param to where the log is to go
 * @throws EventStoreError
 * @throws MoveRefusedError when it went to another place, or is on its way there
 */
export async function openSource(place: Place, to: Place): Promise<MoveSource> {
  const source = await openAnySource(place);
  const { leavingTo, movedTo } = source;
  if (leavingTo === null || leavingTo === nameOf(to)) return source;
  await source.close();
  throw new MoveRefusedError(
    `The log at ${source.place} ${movedTo === null ? 'is being' : 'was'} moved to ${leavingTo}. Go on with that, or say first that it stays: npm run migrate -- --reopen.`,
  );
}

async function openAnySource(place: Place): Promise<MoveSource> {
  if ('dataDir' in place) return openEmbeddedMoveSource(place.dataDir);
  // The client is loaded only where there is a server.
  const { openKurrentDbMoveSource } = await import('../event-store/kurrentdb/move-source.js');
  return openKurrentDbMoveSource(place.server);
}

/** How fast the server alone takes records, measured beside the move; null where there is no server. */
export interface OpenedTarget {
  readonly target: MoveTarget;
  readonly plainLoop: { readonly records: number; measure(): Promise<number | null> } | null;
}

/** @throws EventStoreError, MoveRefusedError when something else is there */
export async function openTarget(place: Place, source: MoveSource): Promise<OpenedTarget> {
  if ('dataDir' in place) {
    await checkSeals(place.privateDir ?? place.dataDir, source);
    return { target: await openEmbeddedMoveTarget(place.dataDir, source), plainLoop: null };
  }
  const { openKurrentDbMoveTarget } = await import('../event-store/kurrentdb/move-target.js');
  const target = await openKurrentDbMoveTarget(place.server, source);
  return { target, plainLoop: target.plainLoop };
}

/** Takes back that a log was moved away from there. @returns its name */
export async function reopen(place: Place): Promise<string> {
  if ('dataDir' in place) return reopenEmbeddedLog(place.dataDir);
  const { reopenKurrentDbLog } = await import('../event-store/kurrentdb/move-source.js');
  return reopenKurrentDbLog(place.server);
}

/** Seals that are there already must be of this log: they go on with it. */
async function checkSeals(privateDir: string, { identity }: MoveSource): Promise<void> {
  if (!existsSync(sealsPath(privateDir))) return;
  const seals = await openEmbeddedSealReader(privateDir);
  try {
    const { cursor } = await seals.extent();
    if (cursor === null || parseCursor(cursor).installation === identity.installation) return;
    throw new MoveRefusedError(`${sealsPath(privateDir)} seals another log; nothing was changed.`);
  } finally {
    await seals.close();
  }
}
