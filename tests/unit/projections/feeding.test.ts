import { search, trail, projections } from '../../../projections/index.js';
import { Feeding } from '../../../projections/runner/feeding.js';
import type { ReadModelWriter } from '../../../src/read-models/port.js';
import { ProgressTracker } from '../../../src/read-models/progress-tracker.js';
import { Bench, expectEqualToLog } from './bench.js';
import { happen } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { Story } from './story.js';

const LONG = 20_000;

describe('feeding the views, the trail and its search', () => {
  let bench: Bench;
  let feeding: Feeding | null = null;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(async () => {
    await feeding?.stop();
    await bench.dispose();
  });

  const feed = async (reader: MemoryLog, writer: ReadModelWriter): Promise<ProgressTracker> => {
    const progress = new ProgressTracker();
    feeding = new Feeding({ reader, writer, log: () => undefined }, (report) => progress.report(report));
    await feeding.start();
    return progress;
  };

  it('makes all of them of the same log, and tells how far each has come', async () => {
    const log = new MemoryLog();
    const story = new Story(log).go(Array.from({ length: 200 }, (_, index) => index * 7));
    const writer = await bench.openWriter();
    const progress = await feed(log, writer);
    expect(await progress.waitFor(await log.head(), LONG)).toBe(true);
    story.go([1, 2, 3, 5, 8, 13]);
    feeding?.wake();
    expect(await progress.waitForViews(await log.head(), LONG)).toBe(true);
    expect(await progress.waitFor(await log.head(), LONG)).toBe(true);
    expect(await progress.waitForSearch(await log.head(), LONG)).toBe(true);
    await expectEqualToLog(writer, projections, log);
    expect(progress.handled()).toBe(log.events.length);
    expect(
      progress
        .states()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(projections.map(({ name }) => name).sort());
  });

  it('runs neither where one of them cannot begin', async () => {
    const writer = await bench.openWriter();
    const log = new MemoryLog();
    const failing = new Proxy(writer, {
      get: (target, name) => {
        if (name === 'prepare') {
          return (projection: { name: string }) =>
            projection.name === trail.name
              ? Promise.reject(new Error('no room'))
              : target.prepare(projection as Parameters<ReadModelWriter['prepare']>[0]);
        }
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    await expect(feed(log, failing)).rejects.toThrow('no room');
    happen(log, 'CommunityRegistered', { communityId: 'c1' });
    feeding?.wake();
    await feeding?.finished();
    expect(await writer.get(projections.find(({ name }) => name === 'communities') ?? trail, 'c1')).toBeNull();
  });

  it('lets nobody wait for a trail that an event has stopped, nor it for the views', async () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered', { communityId: 'c1' });
    // Whose recipients the trail cannot know, and which no view can place either.
    const poison = happen(log, 'AccountDeauthorized', { appId: 'wx9' });
    happen(log, 'CommunityRegistered', { communityId: 'c2' });
    const progress = await feed(log, await bench.openWriter());
    expect(await progress.waitForSearch(await log.head(), LONG)).toBe(true);
    const states = new Map(progress.states().map((state) => [state.name, state]));
    expect(states.get(trail.name)?.stopped).toMatchObject({ eventId: poison.id });
    expect(states.get(search.name)?.stopped).toMatchObject({ eventId: poison.id });
    expect(states.get('accounts')?.stopped).toMatchObject({ eventId: poison.id });
    expect(states.get('communities')).toMatchObject({ stopped: null, cursor: await log.head() });
  });
});
