import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import {
  CommandReusedError,
  CursorBeyondHeadError,
  EventStoreLockedError,
  EventStoreMovedError,
  EventStoreNotEmptyError,
  EventStoreUnavailableError,
} from '../../../src/event-store/errors.js';
import type { MovableCommand, MoveSource, MoveTarget } from '../../../src/event-store/moving.js';
import type { AppendRequest, EventStore, StoredEvent } from '../../../src/event-store/port.js';
import { moveLog, MoveRefusedError } from '../../../src/moves/move-log.js';
import { openSource, openTarget, reopen, type Place } from '../../../src/moves/places.js';
import { present } from '../../support/present.js';
import { collect, everything } from '../event-store/consume.js';
import { metadata, newCommand, record, request } from '../event-store/requests.js';
import { movable } from '../../unit/moves/movable.js';
import type { Route } from './route.js';

/** All that is the same after a move. */
const kept = ({ cursor: _, ...event }: StoredEvent) => event;
const told = async (store: EventStore) => (await everything(store)).map(kept);

/** A command whose id is no digest, whose events interleave streams, and whose data are of every kind. */
const varied = (part: number): AppendRequest => {
  // Now and then a clock that is behind.
  const occurredAt = new Date(Date.UTC(2026, 0, 1) + (part % 5 === 3 ? part - 2 : part) * 1_000).toISOString();
  const data = { part, text: `小区 ${part} \u0000 "\\`, nested: { b: [1, null, { a: -1.5e-7 }], a: {} }, empty: '' };
  const write = (stream: string) => {
    const { event } = record(stream, 'CommunityBound', data);
    return { stream, event: { ...event, metadata: metadata({ occurredAt, actor: `p${part}` }) } };
  };
  const streams = ['tenant-a', `account-${part % 3}`, 'tenant-a', `menu-${part}`].slice(0, 1 + (part % 4));
  return request(streams.map(write), { command: { ...newCommand(), id: `command ${part} of ${'x'.repeat(part)}` } });
};

/** What a move is, on every pair of engines. */
export function movesContract(name: string, makeRoute: () => Promise<Route>): void {
  describe(`moving a log: ${name}`, () => {
    let route: Route;
    let opened: { close(): Promise<void> }[];
    beforeEach(async () => {
      route = await makeRoute();
      opened = [];
    });
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      await route.cleanup();
    });

    const at = (stop: number): Place => present(route.places[stop]);
    const open = async (stop: number): Promise<EventStore> => {
      const store = await route.openStore(at(stop));
      opened.push(store);
      return store;
    };
    const filled = async (stop: number, from = 0, to = 20): Promise<AppendRequest[]> => {
      const store = await open(stop);
      const requests = Array.from({ length: to - from }, (_, part) => varied(from + part));
      for (const one of requests) await store.append(one);
      return requests;
    };
    const close = async (): Promise<void> => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    };
    const seen = async (stop: number): Promise<StoredEvent[]> => {
      const reader = await route.openReader(at(stop));
      const events = await everything(reader);
      await reader.close();
      return events;
    };
    const move = async (from: number, to: number, through = (source: MoveSource): MoveSource => source) => {
      const source = await openSource(at(from), at(to));
      try {
        const { target } = await openTarget(at(to), source);
        try {
          return await moveLog({ source: through(source), target: cramped(target), onProgress: () => undefined });
        } finally {
          await target.close();
        }
      } finally {
        await source.close();
      }
    };

    it('keeps ids, order, streams, revisions, times, data and metadata of all events', async () => {
      await filled(0);
      await close();
      const before = await seen(0);
      expect(await move(0, 1)).toMatchObject({ events: before.length, commands: 20 });
      const store = await open(1);
      expect(await told(store)).toEqual(before.map(kept));
      const inStream = before.filter(({ stream }) => stream === 'tenant-a');
      expect((await collect(store.readStream('tenant-a'))).map(kept)).toEqual(inStream.map(kept));
      expect(store.installation).toBe(parseCursor(before[0]?.cursor ?? '').installation);
    });

    it('keeps idempotency keys used: the same request is answered as before, another one is refused', async () => {
      const requests = await filled(0);
      await close();
      await move(0, 1);
      const store = await open(1);
      const events = await everything(store);
      for (const one of requests) {
        const last = events.find(({ id }) => id === one.records.at(-1)?.event.id);
        expect(await store.append(one)).toMatchObject({ repeated: true, cursor: last?.cursor });
        expect((await store.outcomeOf(one.command.id))?.events).toHaveLength(one.records.length);
      }
      const [first] = requests as [AppendRequest];
      const other = { ...first, command: { ...first.command, fingerprint: 'other' } };
      await expect(store.append(other)).rejects.toBeInstanceOf(CommandReusedError);
      expect(await everything(store)).toHaveLength(events.length);
    });

    it('accepts cursors of the former place as those of the same events, and refuses what lies beyond them', async () => {
      await filled(0);
      await close();
      const before = await seen(0);
      await move(0, 1);
      const store = await open(1);
      const after = await everything(store);
      for (const [index, { cursor }] of before.entries()) {
        expect(await store.acceptCursor(cursor)).toBe(after[index]?.cursor);
        const parts = parseCursor(cursor);
        const accepted = parseCursor(await store.acceptCursor(formatCursor({ ...parts, subIndex: 7 })));
        expect(accepted).toEqual({ ...parseCursor(after[index]?.cursor ?? ''), subIndex: 7 });
      }
      const middle = before[9];
      expect((await collect(store.readAll(middle?.cursor ?? null))).map(kept)).toEqual(before.slice(10).map(kept));
      const head = parseCursor(before.at(-1)?.cursor ?? '');
      const beginning = await store.acceptCursor(formatCursor({ ...head, position: 0n }));
      expect(await collect(store.readAll(beginning))).toHaveLength(before.length);
      const beyond = formatCursor({ ...head, position: head.position + 1n });
      await expect(store.acceptCursor(beyond)).rejects.toBeInstanceOf(CursorBeyondHeadError);
      await store.append(varied(99));
      await expect(store.acceptCursor(beyond)).rejects.toBeInstanceOf(CursorBeyondHeadError);
    });

    it('moves on and on: cursors of every epoch lead to their events', async () => {
      await filled(0);
      await close();
      const first = await seen(0);
      await move(0, 1);
      await filled(1, 20, 30);
      await close();
      const second = await seen(1);
      await move(1, 2);
      await filled(2, 30, 35);
      const store = opened[0] as EventStore;
      const third = await everything(store);
      expect(third.slice(0, second.length).map(kept)).toEqual(second.map(kept));
      for (const former of [first, second]) {
        for (const [index, { cursor }] of former.entries()) {
          expect(await store.acceptCursor(cursor)).toBe(third[index]?.cursor);
        }
      }
      const epochs = [first, second, third].map((events) => parseCursor(events[0]?.cursor ?? '').epoch);
      expect(epochs).toEqual([...epochs].sort());
      expect(new Set(epochs).size).toBe(3);
    });

    it('goes on where it was when it was interrupted, and nothing can be used meanwhile', async () => {
      await filled(0, 0, 40);
      await close();
      const before = await seen(0);
      for (const commands of [3, 5]) {
        await expect(move(0, 1, (source) => interrupted(source, commands))).rejects.toThrow('Interrupted.');
        await expect(open(1)).rejects.toBeInstanceOf(EventStoreMovedError);
        await expect(route.openReader(at(1))).rejects.toBeInstanceOf(EventStoreMovedError);
      }
      await move(0, 1);
      expect(await told(await open(1))).toEqual(before.map(kept));
    });

    it('lets no server start on a source that was moved, until that is taken back', async () => {
      await filled(0);
      await close();
      await move(0, 1);
      await expect(open(0)).rejects.toBeInstanceOf(EventStoreMovedError);
      expect(await move(0, 1)).toBeNull();
      await reopen(at(0));
      const store = await open(0);
      await store.append(varied(50));
    });

    it('refuses to move a source on that went elsewhere, before anything is made there', async () => {
      await filled(0);
      await close();
      await move(0, 1);
      await expect(move(0, 2)).rejects.toThrow(MoveRefusedError);
      // Nothing is on its way there.
      await (await open(2)).append(varied(0));
    });

    it('refuses a target that holds something else, and changes nothing', async () => {
      await filled(0);
      await filled(1, 50, 52);
      await close();
      const [source, target] = [await seen(0), await seen(1)];
      await expect(move(0, 1)).rejects.toBeInstanceOf(EventStoreNotEmptyError);
      expect([await seen(0), await seen(1)]).toEqual([source, target]);
    });

    it('does not leave behind what a running process appends', async () => {
      await filled(0);
      const store = opened[0] as EventStore;
      if (!route.isShared(at(0))) {
        await expect(move(0, 1)).rejects.toBeInstanceOf(EventStoreLockedError);
        return;
      }
      await move(0, 1);
      await expect(store.append(varied(60))).rejects.toBeInstanceOf(EventStoreUnavailableError);
    });

    it('writes nothing behind a batch that could not be written, though that was sent already', async () => {
      const source = await route.openStore(at(0));
      await source.close();
      const from = await openSource(at(0), at(1));
      const { target } = await openTarget(at(1), from);
      const first = movable({ id: 'first' });
      // Larger than a server takes, and at a place in its stream that is taken, which a file refuses.
      const unwritable = movable({ id: 'second', texts: ['x'.repeat(17 * 1024 * 1024)] });
      const ends = await Promise.allSettled(
        [[first], [unwritable], [movable({ id: 'third', position: 2 })]].map((batch) => target.append(batch)),
      );
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      await target.close();
      const again = await openTarget(at(1), from);
      expect(again.target.arrived).toEqual({ position: 1n, events: 1 });
      expect(await collect(again.target.commands())).toMatchObject([{ command: first.command }]);
      await Promise.all([again.target.close(), from.close()]);
    });

    it('moves a log in which nothing has happened', async () => {
      await (await route.openStore(at(0))).close();
      expect(await move(0, 1)).toMatchObject({ events: 0, commands: 0 });
      await filled(1, 0, 2);
    });
  });
}

/** The target in portions so small that there are many of them. */
const cramped = (target: MoveTarget): MoveTarget =>
  Object.defineProperty(Object.create(target) as MoveTarget, 'room', { value: { events: 4, characters: 1_000 } });

/** A source that breaks off behind so many commands, as a killed process does. */
function interrupted(source: MoveSource, most: number): MoveSource {
  const commands = async function* (after: bigint): AsyncGenerator<MovableCommand, void> {
    let left = most;
    for await (const command of source.commands(after)) {
      if (left === 0) throw new Error('Interrupted.');
      left -= 1;
      yield command;
    }
  };
  return Object.assign(Object.create(source) as MoveSource, { commands });
}
