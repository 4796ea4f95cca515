import { openEmbeddedLogLoader } from '../../../src/event-store/embedded/loader.js';
import { openEmbeddedMoveTarget } from '../../../src/event-store/embedded/move-target.js';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { MovableCommand } from '../../../src/event-store/moving.js';
import { everything } from '../../contract/event-store/consume.js';
import { metadata, record, request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { movable } from '../moves/movable.js';

const IDENTITY = { installation: 'a'.repeat(16), epoch: 1 };

const second = (number: number): string => `2026-01-01T00:00:0${number}.000Z`;
const TOLD = [2, 5, 3, 4].map(second);

/** A command an event, at these times, as another log tells them. */
const commandsAt = (times: readonly string[]): MovableCommand[] =>
  times.map((occurredAt, at) =>
    movable({ id: `c${at}`, position: at + 1, event: { metadata: metadata({ occurredAt, commandId: `c${at}` }) } }),
  );

async function imported(folder: string, times: readonly string[]): Promise<void> {
  const loader = await openEmbeddedLogLoader(folder, IDENTITY);
  const commands = commandsAt(times).map(({ command, events }) => ({
    command,
    records: events.map(({ event: { stream, id, type, data, metadata } }) => ({
      stream,
      event: { id, type, data, metadata },
    })),
    checks: [],
    positions: events.map(({ position }) => position),
  }));
  await loader.load(commands);
  await loader.complete();
}

async function moved(folder: string, times: readonly string[]): Promise<void> {
  const target = await openEmbeddedMoveTarget(folder, { identity: IDENTITY });
  if (times.length > 0) await target.append(commandsAt(times));
  await target.complete();
  await target.close();
}

describe.each([
  ['imported', imported],
  ['moved here', moved],
])('a log of several clocks that was %s', (_, tell) => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const appendAt = async (occurredAt: string): Promise<string> => {
    const store = await openEmbeddedEventStore(folder.path);
    const { stream, event } = record('a');
    const appended = await store.append(request([{ stream, event: { ...event, metadata: metadata({ occurredAt }) } }]));
    await store.close();
    return appended.occurredAt;
  };
  const seen = async () => {
    const reader = await openEmbeddedEventReader(folder.path);
    const times = (await everything(reader)).map((event) => event.metadata.occurredAt);
    const last = await reader.lastOccurredAt();
    await reader.close();
    return { times, last };
  };

  it('has the times that it was told, and a clock that never goes back begins at the latest of them', async () => {
    await tell(folder.path, TOLD);
    expect(await seen()).toEqual({ times: TOLD, last: second(5) });
  });

  it('takes no append before the latest time that it was told, however often it is opened', async () => {
    await tell(folder.path, TOLD);
    expect(await appendAt(second(1))).toBe(second(5));
    expect(await appendAt(second(4))).toBe(second(5));
    expect(await appendAt(second(7))).toBe(second(7));
    expect(await appendAt(second(6))).toBe(second(7));
    const appended = [5, 5, 7, 7].map(second);
    expect(await seen()).toEqual({ times: [...TOLD, ...appended], last: second(7) });
  });

  it('has no time before its first event', async () => {
    await tell(folder.path, []);
    expect(await seen()).toEqual({ times: [], last: null });
    expect(await appendAt(second(1))).toBe(second(1));
  });
});
