import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { Asking } from '../../../src/event-store/kurrentdb/asking.js';
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

    const relayingTo = (relay: Relay): Relaying => new Relaying({ events, relay, patience: () => reading().patience });

    describe('and is read by the thread that needs it most', () => {
      let relay: Relay;
      let asking: Asking;
      let known: () => Promise<bigint>;
      beforeEach(() => {
        relay = relayOf('one');
        const doorbell = new Doorbell({
          client,
          log: new ServerLog(client),
          names: new Names('one'),
          link: new Link(NO_OBSERVER),
        });
        asking = new Asking({ relay, relaying: relayingTo(relay), doorbell });
        void asking.follow();
        known = () => new Promise((resolve) => asking.onKnown(() => resolve(events.newest)));
      });
      afterEach(() => asking.close());

      it('once that has told what it was asked for', async () => {
        const reader = relayOf('one');
        const asked: bigint[] = [];
        reader.onAsked((position) => {
          asked.push(position);
          reader.tell({ behind: 30n, placed: [placed(Number(position))] });
        });
        const first = known();
        reader.tell({ behind: 20n, placed: [placed(30), placed(40)] });
        expect(await first).toBe(40n);
        await Promise.all([asking.upTo(40n), asking.upTo(50n), asking.upTo(60n), asking.upTo(50n)]);
        expect(asked).toEqual([50n, 60n]);
        expect(events.newest).toBe(60n);
        // It was not read here: that could only have found a gap.
        expect(events.has(50n)).toBe(true);
      });

      it('which is told of what this one has come upon by itself', async () => {
        const reader = relayOf('one');
        const asked: bigint[] = [];
        reader.onAsked((position) => {
          asked.push(position);
          reader.tell({ behind: 40n, placed: [placed(Number(position))] });
        });
        const told = known();
        reader.tell({ behind: 30n, placed: [placed(40)] });
        await told;
        events.hear({ behind: 40n, placed: [placed(50)] });
        await asking.upTo(50n);
        expect(asked).toEqual([50n]);
      });

      it('or is told by this one of what it has come upon by itself, if that does not read', async () => {
        const hearing = relayOf('one');
        const heard = new Promise<News>((resolve) => hearing.onHeard(resolve));
        events.hear({ behind: 30n, placed: [placed(40)] });
        await asking.upTo(40n);
        expect(await heard).toEqual({ behind: 30n, placed: [placed(40)] });
      });

      it('and here, while no other thread does', async () => {
        const other = relayOf('one');
        const told = known();
        other.tell({ behind: 30n, placed: [placed(40)] });
        expect(await told).toBe(40n);
        await asking.upTo(50n);
        expect(events.newest).toBe(50n);
        expect(events.has(40n)).toBe(false);
      });

      it('and here again, when that one has fallen silent', async () => {
        const reader = relayOf('one');
        reader.onAsked(() => undefined);
        const told = known();
        reader.tell({ behind: 30n, placed: [placed(40)] });
        await told;
        await asking.upTo(50n);
        expect(events.newest).toBe(50n);
      });
    });

    it('and where it could not be read, those who listen are told of a gap', async () => {
      const relaying = relayingTo(relayOf('one'));
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
