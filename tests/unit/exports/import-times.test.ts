import { join } from 'node:path';
import { generateLog } from '../../../scripts/generate/generate.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import type { KurrentDbStore } from '../../../src/event-store/kurrentdb/kurrentdb-store.js';
import { openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';
import type { EventMetadata, StoredEvent } from '../../../src/event-store/port.js';
import { NOTHING_KEPT } from '../../../src/history/nothing-kept.js';
import { Past } from '../../../src/history/past.js';
import { everything } from '../../contract/event-store/consume.js';
import { metadata, newCommand, record, request } from '../../contract/event-store/requests.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions, withKurrentDb } from '../../support/kurrentdb.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { sealAnew } from '../audit/verify/sealed-log.js';
import { exported, imported, linesOf, rewritten, textOf, wholeOf } from './exported.js';

/** Seconds from one command to the next, over and over: of processes whose clocks differ. */
const STEPS = [5, -3, 0, 4, -1, -1] as const;

const timesOf = (events: readonly StoredEvent[]): string[] => events.map(({ metadata }) => metadata.occurredAt);

/** The export with each command at another time. */
function atTimesThatGoBack(lines: readonly string[]): string {
  let commands = 0;
  let seconds = 0;
  let last = '';
  const changed = lines.map((line) =>
    rewritten(line, ({ event }) => {
      if (event === undefined) return;
      const metadata = event['metadata'] as EventMetadata;
      if (metadata.commandId !== last) seconds += STEPS[commands++ % STEPS.length] ?? 0;
      last = metadata.commandId;
      const occurredAt = new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
      event['metadata'] = { ...metadata, occurredAt };
    }),
  );
  return textOf(changed);
}

describe('the export of a log in which times go back', () => {
  const folder = temporaryFolder();
  const inside = (name: string): string => join(folder.path, name);
  let original: string;
  beforeAll(async () => {
    await generateLog({ dataDir: inside('source'), events: 200, seed: 7, onProgress: () => undefined });
    original = atTimesThatGoBack(linesOf(await exported(inside('source'))));
    await imported(original, inside('target'));
  });
  afterAll(() => folder.remove());

  it('is imported as it was told, and exported again byte by byte', async () => {
    expect(await exported(inside('target'))).toBe(original);
    const reader = await openEmbeddedEventReader(inside('target'));
    const times = timesOf(await everything(reader));
    await reader.close();
    expect(times).not.toEqual(times.toSorted());
  });

  it('is exported and imported byte by byte when it has been sealed, too', async () => {
    await imported(original, inside('sealed'));
    await sealAnew(inside('sealed'));
    const first = await exported(inside('sealed'));
    await imported(first, inside('sealed-again'));
    expect(await exported(inside('sealed-again'))).toBe(first);
  });

  it('is imported as a log of which a time means all in front of the first event that was later', async () => {
    const reader = await openEmbeddedEventReader(inside('target'));
    const events = await everything(reader);
    const past = new Past({ events: reader, kept: NOTHING_KEPT });
    for (const time of new Set(timesOf(events))) {
      const later = events.findIndex(({ metadata }) => metadata.occurredAt > time);
      const counted = later < 0 ? events : events.slice(0, later);
      const { cursor, time: found } = await past.at({ time });
      expect({ time, last: events.find((event) => event.cursor === cursor) }).toEqual({ time, last: counted.at(-1) });
      expect(found).toBe(counted.at(-1)?.metadata.occurredAt ?? null);
    }
    await past.close();
    await reader.close();
  });
});

withKurrentDb((url) => {
  describe('the export of what several processes wrote to one server, each by its own clock', () => {
    const folder = temporaryFolder();
    const server = kurrentDbOptions(url);
    const stores: KurrentDbStore[] = [];
    let operator: KurrentDbOperator;
    beforeAll(async () => {
      operator = await KurrentDbOperator.of(url, server.prefix);
      for (let n = 0; n < 2; n += 1) stores.push(await openKurrentDbStore(server));
    });
    afterAll(async () => {
      await Promise.all(stores.map((store) => store.close()));
      await operator.expireAll();
      folder.remove();
    });

    it('is imported with their times', async () => {
      const [ahead, behind] = stores as [KurrentDbStore, KurrentDbStore];
      const times = [3, 1, 4, 2].map((second) => `2026-01-01T00:00:0${second}.000Z`);
      for (const [at, occurredAt] of times.entries()) {
        const command = newCommand();
        const common = metadata({ occurredAt, commandId: command.id, fingerprint: command.fingerprint });
        const { stream, event } = record('a');
        const store = at % 2 === 0 ? ahead : behind;
        await store.append(request([{ stream, event: { ...event, metadata: common } }], { command }));
      }
      const [once, again] = [join(folder.path, 'once'), join(folder.path, 'again')];
      await imported(await wholeOf(ahead), once);
      const reader = await openEmbeddedEventReader(once);
      expect(timesOf(await everything(reader))).toEqual(times);
      await reader.close();
      const first = await exported(once);
      await imported(first, again);
      expect(await exported(again)).toBe(first);
    });
  });
});
