import { setTimeout as delay } from 'node:timers/promises';
import type { Cursor } from '../../src/event-store/cursor.js';
import { mostMemoryOf } from '../support/memory-of.js';
import { checkLog } from '../torture/check-log.js';
import { checkAcknowledged, checkSameAnswers } from './checks.js';
import type { EventServer } from './event-server.js';
import type { Installation } from './installation.js';
import { Load } from './load.js';
import type { Slot } from './slots.js';
import type { Vigil } from './vigil.js';

/** How long the server is away before it is started again. */
const AWAY_MS = 5_000;
/** How soon the API tells that the server is away, and, once it is started, that it is there again. */
const NOTICED_WITHIN_MS = 5_000;
const READY_WITHIN_MS = 180_000;
/** How long the load lasts before the crash, at most, and when the API is ready again. */
const LOAD_BEFORE_MS = 2_000;
const LOAD_AFTER_MS = 1_500;
/** So many commands are sent again, besides all that had to be. */
const SENT_AGAIN = 20;
/** What one time without the server may leave in the log of the API. */
const MOST_LINES = 60;

export interface RoundReport {
  readonly killedAfterMs: number;
  readonly noticedAfterMs: number;
  /** From when the command that starts the server was done. */
  readonly readyAfterMs: number;
  readonly acknowledged: number;
  /** Commands that had to be sent more than once. */
  readonly retried: number;
  /** Messages of all feeds together. */
  readonly told: number;
  readonly linesLogged: number;
  /** Most memory that the API has had, bytes; null where the system does not tell. */
  readonly memory: number | null;
  /** Of the newest event. */
  readonly end: Cursor;
}

/**
 * Commands in flight while the server is killed, stays away, and comes back; then all that was promised is checked.
 *
 * @throws naming what is wrong
 */
export async function runRound(
  { server, vigil, feeds, lines, log }: Installation,
  slots: readonly Slot[],
  eventServer: EventServer,
  random: () => number,
): Promise<RoundReport> {
  const before = (await log()).whole.at(-1)?.cursor ?? '';
  const [linesBefore, reconnectsBefore] = [lines.length, await vigil.reconnects()];
  const load = new Load(slots);

  const killedAfterMs = Math.floor(LOAD_BEFORE_MS * (0.25 + 0.75 * random()));
  await delay(killedAfterMs);
  const noticedAfterMs = await away(vigil, eventServer);
  await eventServer.start();
  const readyAfterMs = await vigil.until('ready', READY_WITHIN_MS);
  await delay(LOAD_AFTER_MS);
  const done = await load.stop();
  await vigil.alive();

  const retried = done.filter(({ tries }) => tries > 1);
  await checkSameAnswers([...retried, ...done.slice(-SENT_AGAIN)]);
  const { whole, sinceFeeds } = await log();
  const written = [...(await checkLog(whole)).values()];
  checkAcknowledged(
    done,
    written.filter(({ cursor, actorKind }) => cursor > before && actorKind === 'PERSON'),
  );
  const told = await Promise.all(feeds.map((feed) => feed.check(sinceFeeds)));
  if ((await vigil.reconnects()) === reconnectsBefore)
    throw new Error('The metrics have not counted the reconnection.');
  const logged = lines.slice(linesBefore);
  if (logged.length > MOST_LINES) throw new Error(`The API has logged ${logged.length} lines: ${logged[0] ?? ''} …`);
  const end = whole.at(-1)?.cursor;
  if (end === undefined) throw new Error('The log is empty.');
  return {
    killedAfterMs,
    noticedAfterMs,
    readyAfterMs,
    acknowledged: done.length,
    retried: retried.length,
    told: told.reduce((sum, count) => sum + count, 0),
    linesLogged: logged.length,
    memory: mostMemoryOf(server.child.pid ?? 0),
    end,
  };
}

/** Kills the server. Resolves, when it is to be started again, to how long it took the API to notice. */
async function away(vigil: Vigil, eventServer: EventServer): Promise<number> {
  await eventServer.kill();
  const over = delay(AWAY_MS);
  try {
    const noticedAfterMs = await vigil.until('not ready', NOTICED_WITHIN_MS);
    await vigil.alive();
    await over;
    return noticedAfterMs;
  } catch (error) {
    // Leaves nobody without a server, whatever is found.
    await eventServer.start();
    throw error;
  }
}
