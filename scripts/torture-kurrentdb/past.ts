import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from 'graphql-request';
import type { Cursor } from '../../src/event-store/cursor.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { Cast } from './cast.js';
import type { Installation } from './installation.js';

/** `history` answers moments that are not kept yet with the request to ask again. */
const AGAIN_AFTER_MS = 500;
const LATE_MS = 120_000;

const DOCUMENT = `query Past($cursor: Cursor!, $appId: ID!) {
  history(at: { cursor: $cursor }) { account(appId: $appId) { bindings { totalCount } } }
}`;

interface Answer {
  readonly history: { readonly account: { readonly bindings: { readonly totalCount: number } } };
}

/** @throws unless `history` tells of each moment as many bindings as the log up to there makes */
export async function checkPast({ cast, log }: Installation, moments: readonly Cursor[]): Promise<void> {
  const { whole } = await log();
  for (const moment of moments) {
    const expected = boundAfter(whole.filter(({ cursor }) => cursor <= moment));
    const told = await bindingsAt(cast, moment);
    if (told !== expected) throw new Error(`history tells ${told} bindings at ${moment}; there were ${expected}.`);
  }
}

async function bindingsAt({ owner, appId }: Cast, cursor: Cursor): Promise<number> {
  const deadline = performance.now() + LATE_MS;
  for (;;) {
    try {
      return (await owner.query<Answer>(DOCUMENT, { cursor, appId })).history.account.bindings.totalCount;
    } catch (error) {
      if (!(error instanceof ClientError) || performance.now() > deadline) throw error;
    }
    await delay(AGAIN_AFTER_MS);
  }
}

function boundAfter(events: readonly StoredEvent[]): number {
  const bound = new Set<unknown>();
  for (const { type, data } of events) {
    if (type === 'CommunityBound') bound.add(data['communityId']);
    if (type === 'CommunityUnbound') bound.delete(data['communityId']);
  }
  return bound.size;
}
