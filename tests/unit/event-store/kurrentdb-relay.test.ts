import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { Cursors } from '../../../src/event-store/kurrentdb/cursors.js';
import { Doorbell } from '../../../src/event-store/kurrentdb/doorbell.js';
import { Link } from '../../../src/event-store/kurrentdb/link.js';
import { Names } from '../../../src/event-store/kurrentdb/names.js';
import { NO_OBSERVER } from '../../../src/event-store/kurrentdb/observer.js';
import { OwnEvents } from '../../../src/event-store/kurrentdb/own-events.js';
import { Patience } from '../../../src/event-store/kurrentdb/patience.js';
import type { News, Placed } from '../../../src/event-store/kurrentdb/recent-events.js';
import { Relay } from '../../../src/event-store/kurrentdb/relay.js';
import { Relaying } from '../../../src/event-store/kurrentdb/relaying.js';
import { ServerLog } from '../../../src/event-store/kurrentdb/server-log.js';
import type { StoredEvent } from '../../../src/event-store/port.js';

const placed = (position: number): Placed => ({
  position: BigInt(position),
  event: { id: `e${position}`, data: { text: '€' } } as unknown as StoredEvent,
});

const installation = { id: 'a'.repeat(16), epoch: 2, floor: 5n };

describe('what one thread has read of a KurrentDB', () => {
  const relays: Relay[] = [];
  const relayOf = (prefix: string, of = installation): Relay => {
    const relay = new Relay(new Names(prefix), of);
    relays.push(relay);
    return relay;
  };
  afterEach(() => {
    for (const relay of relays.splice(0)) relay.close();
  });

  it('comes to those who have the same log open, in order, and to nobody else', async () => {
    const [telling, hearing] = [relayOf('one'), relayOf('one')];
    const heard: News[] = [];
    for (const other of [relayOf('two'), relayOf('one', { ...installation, epoch: 4 })]) {
      other.onHeard(() => heard.push({ behind: -1n, placed: [] }));
    }
    const all = new Promise<void>((resolve) => {
      hearing.onHeard((news) => {
        heard.push(news);
        if (heard.length === 3) resolve();
      });
    });
    const news = [
      { behind: 5n, placed: [placed(10), placed(20)] },
      { behind: 20n, placed: [] },
      { behind: 20n, placed: [placed(2 ** 53)] },
    ];
    for (const each of news) telling.tell(each);
    await all;
    expect(heard).toEqual(news);
  });

  describe('is had by another without asking the server', () => {
    let client: KurrentDBClient;
    let events: OwnEvents;
    const reading = () => ({
      patience: new Patience(0, new Link(NO_OBSERVER), 'read'),
      stop: new AbortController().signal,
    });
    const walk = async (after: bigint, enough: bigint | null): Promise<Placed[]> => {
      const found: Placed[] = [];
      for await (const each of events.walk(after, { ...reading(), enough })) found.push(each);
      return found;
    };
    beforeEach(() => {
      // Nobody answers there.
      client = KurrentDBClient.connectionString`kurrentdb://127.0.0.1:1?tls=false&maxDiscoverAttempts=1`;
      const options = { log: new ServerLog(client), names: new Names('one'), installation };
      events = new OwnEvents({ ...options, cursors: new Cursors(installation) });
      events.hear({ behind: 5n, placed: [placed(10), placed(20), placed(30)] });
    });
    afterEach(() => client.dispose());

    it('if that is enough', async () => {
      expect(await walk(5n, 5n)).toEqual([placed(10), placed(20), placed(30)]);
      expect(await walk(20n, 20n)).toEqual([placed(30)]);
      expect(events.has(30n)).toBe(true);
      expect(await events.before(30n, 2, 9, reading().patience)).toEqual([placed(20), placed(10)]);
    });

    it('and is not taken for all there is', async () => {
      await expect(walk(5n, null)).rejects.toBeInstanceOf(EventStoreUnavailableError);
      await expect(walk(30n, 30n)).rejects.toBeInstanceOf(EventStoreUnavailableError);
    });

    it('nor does what is heard later stand for what was missed before', async () => {
      events.hear({ behind: 50n, placed: [placed(60)] });
      await expect(walk(30n, 30n)).rejects.toBeInstanceOf(EventStoreUnavailableError);
      expect(await walk(50n, 50n)).toEqual([placed(60)]);
    });

    it('and where it could not be read, those who listen are told of a gap', async () => {
      const [link, log, names] = [new Link(NO_OBSERVER), new ServerLog(client), new Names('one')];
      const doorbell = new Doorbell({ client, log, names, link });
      const relaying = new Relaying({ events, relay: relayOf('one'), doorbell, patience: () => reading().patience });
      const hearing = relayOf('one');
      const heard = new Promise<News>((resolve) => hearing.onHeard(resolve));
      const known: bigint[] = [];
      relaying.onRelayed(() => known.push(events.newest));
      await Promise.all([relaying.upTo(40n), relaying.upTo(70n), relaying.upTo(50n)]);
      expect(await heard).toEqual({ behind: 70n, placed: [] });
      expect(events.newest).toBe(70n);
      // The thread that tells hears of it, too, once they are known.
      expect(known.at(-1)).toBe(70n);
      relaying.close();
    });
  });
});
