import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedSealReader } from '../../../src/audit/embedded/embedded-seals.js';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { EventStoreLockedError, EventStoreNotEmptyError } from '../../../src/event-store/errors.js';
import { ImportRefusedError } from '../../../src/exports/import/errors.js';
import { request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { copyOf, makeSealedLog } from '../audit/verify/sealed-log.js';
import { exported, imported, linesOf, rewritten, textOf } from './exported.js';

describe('an import refuses', () => {
  const files = temporaryFolder();
  let source: string;
  let original: string;
  let lines: readonly string[];
  beforeAll(async () => {
    source = await makeSealedLog([20, 60, 30]);
    const store = await openEmbeddedEventStore(source);
    await store.append(request(['tenant-a', 'tenant-b']));
    await store.close();
    original = await exported(source);
    lines = linesOf(original);
  });
  afterAll(() => {
    files.remove();
    rmSync(source, { recursive: true });
  });

  const target = (): string => join(files.path, 'target');
  const expectNothingLeft = (): void => {
    const left = existsSync(target()) ? readdirSync(target()).filter((file) => file !== 'events.lock') : [];
    expect(left).toEqual([]);
  };
  const refusal = async (text: string): Promise<{ readonly line: number; readonly message: string }> => {
    const error: unknown = await imported(text, target()).catch((one: unknown) => one);
    expectNothingLeft();
    if (!(error instanceof ImportRefusedError)) throw new Error(`Not refused but ${String(error)}`);
    return error;
  };
  /** The export with one line changed by somebody who knows the format. */
  const withLine = (at: number, change: Parameters<typeof rewritten>[1]): string =>
    textOf(lines.map((line, index) => (index === at ? rewritten(line, change) : line)));
  const lastEvent = (): number => lines.length - 2;

  it('a part', async () => {
    const part = await exported(source, { since: '2020-01-01T00:00:00.000Z' });
    expect(await refusal(part)).toMatchObject({ line: 1, message: expect.stringContaining('part') as string });
  });

  it('what another program wrote, and nothing at all', async () => {
    for (const text of ['', 'id,name\n1,a\n', '{"some":"json"}\n', '\u0000\u0001', '\n']) {
      expect(await refusal(text)).toMatchObject({ line: 1 });
    }
  });

  it('a version that it does not know, and says which', async () => {
    const newer = withLine(0, ({ header }) => Object.assign(header ?? {}, { version: 2, more: true }));
    expect((await refusal(newer)).message).toContain('version 2');
  });

  it('a file that is cut off, wherever that is', async () => {
    for (const length of [10, 500, 5_000, original.length / 2, original.length - 200, original.length - 1]) {
      expect((await refusal(original.slice(0, length))).message).toMatch(/cut off|no export/);
    }
    // Between two lines, where each of them is whole.
    expect(await refusal(textOf(lines.slice(0, -1)))).toMatchObject({ line: lines.length });
  });

  it('a line that is not as it was written, and says which', async () => {
    for (const at of [1, 3, 5, 40, lastEvent()]) {
      const changed = (lines[at] ?? '').replace('"sum":"', '"sum":"0').replace(/.(?="}$)/, '');
      const text = textOf(lines.map((line, index) => (index === at ? changed : line)));
      expect(await refusal(text)).toMatchObject({ line: at + 1, message: expect.stringContaining('sum') as string });
    }
  });

  it('a line that an export would write in another way', async () => {
    const spaced = textOf(lines.map((line, at) => (at === 40 ? line.replace('{"event":', '{ "event":') : line)));
    expect(await refusal(spaced)).toMatchObject({ line: 41 });
  });

  it('lines that are missing, repeated or elsewhere', async () => {
    for (const at of [1, 2, 5, 6, 40, lastEvent()]) {
      const [without, twice, moved] = [[...lines], [...lines], [...lines]];
      const [line = ''] = without.splice(at, 1);
      twice.splice(at, 0, line);
      moved.splice(at, 1);
      moved.splice(at + 3, 0, line);
      for (const changed of [without, twice, moved]) await refusal(textOf(changed));
    }
    expect(await refusal(`${original}{}\n`)).toMatchObject({ line: lines.length + 1 });
  });

  it('an event that is not what was sealed, and says which', async () => {
    const changed = withLine(30, ({ event }) => Object.assign(event ?? {}, { type: 'CommunityRemoved' }));
    expect(await refusal(changed)).toMatchObject({ line: 31, message: expect.stringContaining('sealed') as string });
  });

  it('hashes that fit the events but not the seal', async () => {
    const leaves = lines.findIndex((line) => line.startsWith('{"leaves":'));
    const other = withLine(leaves, ({ leaves: told }) => {
      (told?.['hashes'] as string[])[3] = 'ab'.repeat(32);
    });
    expect((await refusal(other)).message).toContain('sealed');
  });

  it('a forged seal, and a key under another name', async () => {
    const seal = lines.findIndex((line) => line.startsWith('{"seal":'));
    const forged = withLine(seal, (content) => Object.assign(content['seal'] ?? {}, { rootHash: 'ab'.repeat(32) }));
    expect(await refusal(forged)).toMatchObject({
      line: seal + 1,
      message: expect.stringContaining('forged') as string,
    });
    const renamed = withLine(1, ({ key }) => Object.assign(key ?? {}, { keyId: 'another' }));
    expect(await refusal(renamed)).toMatchObject({ line: 2 });
  });

  it('unsealed events that no log can hold', async () => {
    const last = lastEvent();
    const changes: readonly Parameters<typeof rewritten>[1][] = [
      ({ event }) => Object.assign(event ?? {}, { revision: 7 }),
      ({ event }) => Object.assign(event ?? {}, { cursor: '' }),
      ({ event }) => Object.assign(event ?? {}, { stream: 'Not A Stream' }),
      ({ event }) => Object.assign(event ?? {}, { more: 1 }),
      ({ event }) => Object.assign(event?.['metadata'] ?? {}, { actorSalt: 1 }),
      ({ event }) => Object.assign(event?.['metadata'] ?? {}, { occurredAt: 'yesterday' }),
      ({ event }) => Object.assign(event?.['metadata'] ?? {}, { commandId: commandOf(lines[last - 3]) }),
    ];
    for (const change of changes) expect(await refusal(withLine(last, change))).toMatchObject({ line: last + 1 });
  });

  it('a folder in which something has happened, which stays as it was', async () => {
    const copy = copyOf(source);
    await expect(imported(original, copy.path)).rejects.toMatchObject({ code: 'SEAL_STORE', problem: 'NOT_EMPTY' });
    rmSync(join(copy.path, 'seals.db'));
    await expect(imported(original, copy.path)).rejects.toThrow(EventStoreNotEmptyError);
    const before = await exported(copy.path);
    expect(linesOf(before)).toHaveLength(114);
    copy.remove();
  });

  it('a folder with seals of a log that is gone: they are all that is left of it', async () => {
    const copy = copyOf(source);
    rmSync(join(copy.path, 'events.db'));
    await expect(imported(original, copy.path)).rejects.toMatchObject({ problem: 'NOT_EMPTY' });
    const seals = await openEmbeddedSealReader(copy.path);
    expect(await seals.extent()).toMatchObject({ seals: 3 });
    await seals.close();
    copy.remove();
  });

  it('a folder that a server writes', async () => {
    const folder = temporaryFolder();
    const store = await openEmbeddedEventStore(folder.path);
    await expect(imported(original, folder.path)).rejects.toThrow(EventStoreLockedError);
    await store.append(request(['a']));
    await store.close();
    folder.remove();
  });

  it('nothing of what an export wrote', async () => {
    await imported(original, target());
    const reader = await openEmbeddedEventReader(target());
    expect(Number(BigInt(`0x${(await reader.head()).slice(22, 38)}`))).toBe(112);
    await reader.close();
  });
});

const commandOf = (line: string | undefined): string =>
  (JSON.parse(line ?? '') as { event: { metadata: { commandId: string } } }).event.metadata.commandId;
