import { rmSync } from 'node:fs';
import type { Seal } from '../../../src/audit/seal.js';
import { verifyExport, type ExportVerdict } from '../../../src/exports/verify/verify-export.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { makeSealedLog } from '../audit/verify/sealed-log.js';
import { exported, fileOf, linesOf, rewritten, textOf } from './exported.js';

describe('a part whose lines somebody numbered anew, with sums that fit', () => {
  const files = temporaryFolder();
  let folder: string;
  let part: readonly string[];
  let kept: readonly Seal[];

  beforeAll(async () => {
    folder = await makeSealedLog([3, 4, 2]);
    part = linesOf(await exported(folder, { since: '2000-01-01T00:00:00.000Z' }));
    kept = (await verified(linesOf(await exported(folder)))).seals;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    files.remove();
  });

  const verified = (lines: readonly string[], against: readonly Seal[] = []): Promise<ExportVerdict> =>
    verifyExport({ path: fileOf(files.path, textOf(lines)), kept: against, onProgress: () => undefined });

  const isEvent = (line: string): boolean => line.startsWith('{"event":');

  function numberedAnew(lines: readonly string[]): string[] {
    let number = 0;
    return lines.map((line) => {
      if (isEvent(line)) {
        number += 1;
        return rewritten(line, (content: Record<string, unknown>) => (content['number'] = number));
      }
      return line.startsWith('{"end":')
        ? rewritten(line, ({ end }) => {
            if (end) end['events'] = number;
          })
        : line;
    });
  }

  /** Places among the lines of the events, in order. */
  const placesOfEvents = (): readonly number[] => part.flatMap((line, at) => (isEvent(line) ? [at] : []));

  it('is as it was where nothing else was changed', async () => {
    expect((await verified(numberedAnew(part), kept)).findings).toEqual([]);
  });

  it('shows an event that stands there twice', async () => {
    const at = placesOfEvents()[4] ?? 0;
    const { findings } = await verified(numberedAnew(part.toSpliced(at, 0, part[at] ?? '')));
    expect(findings).toMatchObject([{ damage: 'EVENT_INSERTED', index: 4, line: at + 2 }]);
  });

  it('shows events that changed places', async () => {
    const [first = 0, second = 0] = placesOfEvents().slice(4);
    const { findings } = await verified(
      numberedAnew(part.with(first, part[second] ?? '').with(second, part[first] ?? '')),
    );
    expect(findings).toMatchObject([{ damage: 'EVENT_MOVED', index: 4, line: second + 1 }]);
  });

  it('shows that no kept seal holds it where seals and proofs were taken out', async () => {
    const bare = part
      .filter((line) => !line.startsWith('{"seal":'))
      .map((line) =>
        isEvent(line) ? rewritten(line, (content: Record<string, unknown>) => (content['proof'] = null)) : line,
      )
      .map((line) => (line.startsWith('{"end":') ? rewritten(line, ({ end }) => end && (end['seals'] = 0)) : line));
    expect((await verified(bare)).findings).toEqual([]);
    expect((await verified(bare, kept)).findings).toMatchObject([{ damage: 'SEAL_MISSING' }]);
  });
});
