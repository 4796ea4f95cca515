import { openEmbeddedEventStore, type EmbeddedStoreOptions } from '../../../src/event-store/embedded/open.js';
import { AppendConflictError, EventStoreFullError } from '../../../src/event-store/errors.js';
import { parseCursor } from '../../../src/event-store/cursor.js';
import type { AppendRequest, EventStore } from '../../../src/event-store/port.js';
import { everything, outcomes } from '../../contract/event-store/consume.js';
import { noStream, record, request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const long = (): AppendRequest => request([record('a', 'Long', { text: 'x'.repeat(100_000) })]);

describe('a log without room', () => {
  const folder = temporaryFolder();
  const opened: EventStore[] = [];
  afterAll(async () => {
    for (const store of opened) await store.close();
    folder.remove();
  });
  async function open(options: EmbeddedStoreOptions): Promise<EventStore> {
    const store = await openEmbeddedEventStore(folder.path, options);
    opened.push(store);
    return store;
  }

  it('refuses what does not fit, loses nothing, and takes it when there is room again', async () => {
    const small = await open({ maxBytes: 1024 * 1024 });
    const acknowledged: AppendRequest[] = [];
    let refused: AppendRequest | undefined;
    while (refused === undefined) {
      const asked = long();
      const { won, lost } = await outcomes([small.append(asked)]);
      if (won.length > 0) acknowledged.push(asked);
      else {
        expect(lost).toEqual([expect.any(EventStoreFullError)]);
        refused = asked;
      }
    }
    expect(acknowledged.length).toBeGreaterThan(5);

    // All that would have shared the transaction are refused, none of them half written.
    const { won, lost } = await outcomes([long(), request(['b', 'c']), long()].map((asked) => small.append(asked)));
    expect(won).toEqual([]);
    expect(lost).toEqual([1, 2, 3].map(() => expect.any(EventStoreFullError) as unknown));

    // It still reads, decides, and takes what does fit.
    expect(await everything(small)).toHaveLength(acknowledged.length);
    const losing = small.append(request(['b'], { checks: [noStream('a')] }));
    await expect(losing).rejects.toBeInstanceOf(AppendConflictError);
    expect((await small.append(request(['b'], { checks: [noStream('b')] }))).repeated).toBe(false);
    await small.close();

    const roomy = await open({});
    expect((await roomy.append(refused)).repeated).toBe(false);
    for (const asked of acknowledged) expect((await roomy.append(asked)).repeated).toBe(true);
    const positions = (await everything(roomy)).map(({ cursor }) => Number(parseCursor(cursor).position));
    expect(positions).toEqual(Array.from({ length: acknowledged.length + 2 }, (_, index) => index + 1));
    await roomy.close();
  });
});
