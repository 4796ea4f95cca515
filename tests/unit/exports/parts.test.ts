import { rmSync } from 'node:fs';
import { verifyExport, type ExportVerdict } from '../../../src/exports/verify/verify-export.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { makeSealedLog } from '../audit/verify/sealed-log.js';
import { exported, fileOf, linesOf, rewritten, textOf } from './exported.js';

describe('a part of a log', () => {
  const files = temporaryFolder();
  let lines: readonly string[];
  beforeAll(async () => {
    const folder = await makeSealedLog([20, 40, 30]);
    lines = linesOf(await exported(folder, { since: '2000-01-01T00:00:00.000Z' }));
    rmSync(folder, { recursive: true });
  });
  afterAll(() => files.remove());

  const verified = (changed: readonly string[]): Promise<ExportVerdict> =>
    verifyExport({ path: fileOf(files.path, textOf(changed)), kept: [], onProgress: () => undefined });
  const at = (kind: string, which: number): number =>
    lines.flatMap((line, index) => (line.startsWith(`{"${kind}":`) ? [index] : []))[which] ?? -1;

  it('proves each of its events', async () => {
    expect(await verified(lines)).toMatchObject({ findings: [], events: 90, sealed: 90 });
  });

  it('tells of an event changed, removed, inserted or moved, and of its line', async () => {
    const [one, other] = [at('event', 25), at('event', 70)];
    const changed = lines.map((line, index) =>
      index === one ? rewritten(line, ({ event }) => Object.assign(event ?? {}, { type: 'Another' })) : line,
    );
    expect((await verified(changed)).findings).toMatchObject([
      { damage: 'EVENT_CHANGED', line: one + 1, index: 25, between: [20, 60] },
    ]);
    const removed = (await verified(lines.toSpliced(one, 1))).findings;
    expect(removed).toMatchObject([{ damage: 'EVENT_REMOVED', between: [20, 60] }]);
    const inserted = (await verified(lines.toSpliced(other, 0, lines[one] ?? ''))).findings;
    expect(inserted).toMatchObject([{ damage: 'EVENT_INSERTED', line: other + 1, index: 25 }]);
    const swapped = (await verified(lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''))).findings;
    expect(swapped.map(({ damage, line }) => `${damage} ${line ?? ''}`).sort()).toEqual([
      `EVENT_MOVED ${one + 1}`,
      `EVENT_MOVED ${other + 1}`,
    ]);
  });

  it('tells of a seal that is missing or forged', async () => {
    for (const which of [0, 1, 2]) {
      const seal = at('seal', which);
      const without = (await verified(lines.toSpliced(seal, 1))).findings;
      expect(without.map(({ damage }) => damage)).toContain('SEAL_MISSING');
      const forged = lines.map((line, index) =>
        index === seal
          ? rewritten(line, (content) => Object.assign(content['seal'] ?? {}, { sealedAt: '2020-01-01T00:00:00.000Z' }))
          : line,
      );
      expect((await verified(forged)).findings).toMatchObject([{ damage: 'SEAL_FORGED' }]);
    }
  });
});
