import type { AppendRequest, Appended, EventStore, StoredEvent } from '../../../src/event-store/port.js';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { everything, places } from './consume.js';
import type { Log } from './harness.js';
import { noStream, request } from './requests.js';

/** A server takes its time to come back, several times in these tests. */
const PATIENCE_MS = 300_000;

/** The server goes away and comes back: clients that were there before go on, and nothing is lost, twice or late for good. */
export function restartingContract(log: Log, restart: () => Promise<void>): void {
  it(
    'has one effect of every command that was on its way when the server went',
    async () => {
      const { store } = log();
      const sent = Array.from({ length: 400 }, (_, i) => request([`s${i % 9}`, 'all']));
      const restarting = restart();
      const first = await Promise.all(sent.map((asked) => untilAnswered(store, asked)));
      await restarting;
      const again = await Promise.all(sent.map((asked) => untilAnswered(store, asked)));
      expect(again.every(({ repeated }) => repeated)).toBe(true);
      expect(again.map(({ cursor }) => cursor)).toEqual(first.map(({ cursor }) => cursor));
      expect(places(await everything(store)).filter((place) => place.startsWith('all@'))).toEqual(
        sent.map((_, i) => `all@${i}`),
      );
    },
    PATIENCE_MS,
  );

  it(
    'knows commands that were accepted before, by their ids alone',
    async () => {
      const { store } = log();
      const unchecked = Array.from({ length: 100 }, () => request(['a']));
      const checked = Array.from({ length: 100 }, (_, i) => request([`s${i}`], { checks: [noStream(`s${i}`)] }));
      const asked = [...unchecked, ...checked];
      const first = await Promise.all(asked.map((one) => store.append(one)));
      await store.append(request(checked.flatMap(({ records }) => records.map(({ stream }) => stream))));
      await restart();
      const again = await Promise.all(asked.map((one) => untilAnswered(store, one)));
      expect(again).toEqual(first.map((answer) => ({ ...answer, repeated: true })));
      expect(await everything(store)).toHaveLength(300);
    },
    PATIENCE_MS,
  );

  it(
    'delivers everything once, in order, to subscribers who were there before',
    async () => {
      const { store } = log();
      const reader = await log().secondReader();
      const enough = 300;
      const all = take(store, null, 2 * enough);
      const some = take(reader, ['a'], enough);
      const writing = (async () => {
        for (let i = 0; i < enough; i += 1) await untilAnswered(store, request(['a', 'b']));
      })();
      await restart();
      await writing;
      const events = await everything(store);
      expect(places(await all)).toEqual(places(events));
      expect(places(await some)).toEqual(places(events.filter(({ stream }) => stream === 'a')));
    },
    PATIENCE_MS,
  );

  it(
    'wakes a subscriber who waited in silence all the while',
    async () => {
      const { store } = log();
      const waiting = take(store, null, 1);
      await restart();
      await untilAnswered(store, request(['a']));
      expect(places(await waiting)).toEqual(['a@0']);
    },
    PATIENCE_MS,
  );
}

/** As callers do: what is unavailable is sent again, the same. */
async function untilAnswered(store: EventStore, asked: AppendRequest): Promise<Appended> {
  for (;;) {
    try {
      return await store.append(asked);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailableError)) throw error;
    }
  }
}

async function take(
  from: Pick<EventStore, 'subscribe'>,
  streamPrefixes: readonly string[] | null,
  count: number,
): Promise<StoredEvent[]> {
  const taken: StoredEvent[] = [];
  for await (const item of from.subscribe(null, streamPrefixes === null ? {} : { filter: { streamPrefixes } })) {
    if (item.kind === 'event') taken.push(item.event);
    if (taken.length === count) break;
  }
  return taken;
}
