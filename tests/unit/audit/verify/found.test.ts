import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { foundByThreads } from '../../../../src/audit/embedded/hashing/found-by-threads.js';
import { foundBy, type Found, type FoundEvents } from '../../../../src/audit/verify/found.js';
import { openEmbeddedEventReader } from '../../../../src/event-store/embedded/open.js';
import { EventStoreDamagedError, EventStoreUnavailableError } from '../../../../src/event-store/errors.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { copyOf, makeSealedLog } from './sealed-log.js';

const EVENTS = 700;

describe('what is found in a log', () => {
  let folder: string;
  let copy: ReturnType<typeof copyOf>;
  beforeAll(async () => {
    folder = await makeSealedLog([EVENTS]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    copy = copyOf(folder);
  });
  afterEach(() => copy.remove());

  const change = (statement: string): void => {
    const events = new Sqlite(join(copy.path, 'events.db'));
    events.exec(statement);
    events.close();
  };
  const inOneThread = async (): Promise<Found[]> => {
    const log = await openEmbeddedEventReader(copy.path);
    try {
      return await all(foundBy(log));
    } finally {
      await log.close();
    }
  };

  it.each([
    [1, 7],
    [3, 64],
    [2, 350],
    [4, 5_000],
  ])('is the same by %d threads of %d positions at once', async (threads, stretch) => {
    change('DELETE FROM event WHERE position IN (1, 64, 65, 700) OR position BETWEEN 100 AND 400');
    const found = await all(foundByThreads(copy.path, { threads, stretch }));
    expect(found).toHaveLength(EVENTS - 4 - 301);
    expect(found).toEqual(await inOneThread());
  });

  it('is all that stands in front of what cannot be read', async () => {
    change("UPDATE event SET data = 'no JSON' WHERE position = 333");
    const found: Found[] = [];
    const reading = all(foundByThreads(copy.path, { threads: 3, stretch: 50 }), found);
    await expect(reading).rejects.toBeInstanceOf(EventStoreDamagedError);
    expect(found).toHaveLength(332);
    const again: Found[] = [];
    const log = await openEmbeddedEventReader(copy.path);
    await expect(all(foundBy(log), again)).rejects.toBeInstanceOf(EventStoreDamagedError);
    await log.close();
    expect(again).toEqual(found);
  });

  it('is all that stands in front of what is no text', async () => {
    change("UPDATE event SET data = CAST(x'7b2261223a22ff227d' AS TEXT) WHERE position = 333");
    const found: Found[] = [];
    const reading = all(foundByThreads(copy.path, { threads: 2, stretch: 500 }), found);
    await expect(reading).rejects.toBeInstanceOf(EventStoreDamagedError);
    expect(found).toHaveLength(332);
    const log = await openEmbeddedEventReader(copy.path);
    await expect(all(foundBy(log))).rejects.toBeInstanceOf(EventStoreDamagedError);
    await log.close();
  });

  it('is looked for no longer than somebody wants it', async () => {
    const looking = foundByThreads(copy.path, { threads: 2, stretch: 10 })[Symbol.asyncIterator]();
    expect((await looking.next()).done).toBe(false);
    await looking.return(undefined);
    expect((await looking.next()).done).toBe(true);
  });

  it('is nothing where there is no log', async () => {
    const empty = temporaryFolder();
    await expect(all(foundByThreads(empty.path))).rejects.toBeInstanceOf(EventStoreUnavailableError);
    empty.remove();
  });
});

async function all(events: FoundEvents, found: Found[] = []): Promise<Found[]> {
  for await (const some of events) found.push(...some);
  return found;
}
