import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyExport } from '../../../src/exports/verify/verify-export.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { exported, fileOf, imported } from './exported.js';

const page = readFileSync(join(process.cwd(), 'docs', 'exports.md'), 'utf8');
const [whole = '', part = ''] = [...page.matchAll(/```text\n(.*?)```/gs)].map(([, block = '']) => block);

describe('the worked example of docs/exports.md', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('is imported, and exported as it stands there, whole and as the tenant’s part', async () => {
    const data = join(folder.path, 'data');
    expect(await imported(whole, data)).toEqual({ events: 2, seals: 1 });
    expect(await exported(data)).toBe(whole);
    expect(await exported(data, { tenant: 'green-garden' })).toBe(part);
  });

  it('is found as it was sealed', async () => {
    for (const text of [whole, part]) {
      const verdict = await verifyExport({ path: fileOf(folder.path, text), kept: [], onProgress: () => undefined });
      expect(verdict).toMatchObject({ findings: [], events: 2, sealed: 2 });
    }
  });
});
