import { join } from 'node:path';
import { generateLog } from '../../../scripts/generate/generate.js';
import { formatCursor, parseCursor, type Cursor } from '../../../src/event-store/cursor.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import { InvalidCursorError } from '../../../src/event-store/errors.js';
import { everything } from '../../contract/event-store/consume.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { sealAnew } from '../audit/verify/sealed-log.js';
import { exported, imported, linesOf, rewritten, textOf } from './exported.js';

const EPOCH = 2;
const WIDTH = 300n;

/** Where the event stands in a log whose positions are offsets. */
const offsetOf = (cursor: string): Cursor => {
  const parts = parseCursor(cursor);
  return formatCursor({ ...parts, epoch: EPOCH, position: parts.position * WIDTH });
};

describe('the export of a log whose positions were offsets', () => {
  const folder = temporaryFolder();
  const source = join(folder.path, 'source');
  /** As a KurrentDB's log is exported. */
  let lines: string[];
  beforeAll(async () => {
    await generateLog({ dataDir: source, events: 100, seed: 5, onProgress: () => undefined });
    await sealAnew(source);
    lines = linesOf(await exported(source)).map((line) =>
      rewritten(line, ({ header, event }) => {
        if (header) header['epoch'] = EPOCH;
        if (event) event['cursor'] = offsetOf(event['cursor'] as string);
      }),
    );
  });
  afterAll(() => folder.remove());

  it('is imported into a new epoch, in which its cursors mean the same events', async () => {
    const target = join(folder.path, 'target');
    await imported(textOf(lines), target);
    const [before, after] = [await openEmbeddedEventReader(source), await openEmbeddedEventReader(target)];
    const [told, found] = [await everything(before), await everything(after)];
    expect(found.map(({ cursor: _, ...event }) => event)).toEqual(told.map(({ cursor: _, ...event }) => event));
    for (const [at, { cursor }] of told.entries()) {
      expect(await after.acceptCursor(offsetOf(cursor))).toBe(found[at]?.cursor);
    }
    const parts = parseCursor(offsetOf(told[0]?.cursor ?? ''));
    const between = formatCursor({ ...parts, position: parts.position + 1n });
    await expect(after.acceptCursor(between)).rejects.toBeInstanceOf(InvalidCursorError);
    expect(parseCursor(await after.head()).epoch).toBe(EPOCH + 1);
    await Promise.all([before.close(), after.close()]);
  });

  it('is refused where an event does not stand behind the one in front of it', async () => {
    const events = lines.flatMap((line, at) => (line.startsWith('{"event"') ? [at] : []));
    const [first = 0, second = 0] = events;
    const { cursor } = (JSON.parse(lines[first] ?? '') as { event: { cursor: string } }).event;
    const wrong = lines.with(
      second,
      rewritten(lines[second], ({ event }) => Object.assign(event ?? {}, { cursor })),
    );
    await expect(imported(textOf(wrong), join(folder.path, 'wrong'))).rejects.toThrow('is not number 2 of its log');
  });
});
