import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { Closing } from '../../src/server/closing.js';
import { localTokens } from '../support/local-tokens.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { assemble, type Cast } from './cast.js';
import { feedPlans } from './feeds.js';
import { KeptFeed } from './kept-feed.js';
import { Vigil } from './vigil.js';

const TENANTS = 20;

export interface InstallationOptions {
  readonly dataDir: string;
  readonly eventStore: Extract<EventStoreChoice, { engine: 'kurrentdb' }>;
  /** Communities of all tenants together, at least. */
  readonly communities: number;
}

/** One API process, everybody who uses it, and the feeds that they keep open: the same in all rounds. */
export interface Installation {
  readonly server: ServerProcess;
  readonly cast: Cast;
  readonly vigil: Vigil;
  readonly feeds: readonly KeptFeed[];
  /** What the process has logged up to now: warnings and worse. */
  readonly lines: readonly string[];
  /** The whole log, read anew, and the part of it that was written since the feeds began. */
  readonly log: () => Promise<{ readonly whole: readonly StoredEvent[]; readonly sinceFeeds: readonly StoredEvent[] }>;
  /** Ends the feeds, and the process, which stops as it is asked to. */
  close(): Promise<void>;
}

export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { dataDir, eventStore, communities } = options;
  const closing = new Closing();
  try {
    const lines: string[] = [];
    const server = await startServerProcess({
      dataDir,
      env: { EVENT_STORE_URL: eventStore.url, EVENT_STORE_PREFIX: eventStore.prefix },
      onLine: (line) => lines.push(line),
    });
    closing.add({ close: () => server.stop() });
    const tokenFor = await localTokens(dataDir);
    const perTenant = Math.ceil(communities / TENANTS);
    const cast = await assemble(server.url, tokenFor, { tenants: TENANTS, communities: perTenant });
    const reader = closing.add(await openEventReader(eventStore, dataDir));
    const began = await reader.head();
    const plans = await feedPlans(cast, tokenFor);
    const feeds = plans.map((plan) => closing.add(new KeptFeed(server.url, plan)));
    await Promise.all(feeds.map((feed) => feed.live()));
    return {
      server,
      cast,
      vigil: new Vigil(new URL(server.url).origin),
      feeds,
      lines,
      log: async () => {
        const whole: StoredEvent[] = [];
        for await (const event of reader.readAll(null)) whole.push(event);
        return { whole, sinceFeeds: whole.filter(({ cursor }) => cursor > began) };
      },
      close: () => closing.close(),
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}
