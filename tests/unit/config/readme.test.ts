import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderVariablesTable } from '../../../src/config/variables-table.js';

/** Table rows as cells, however the columns are padded. */
const rows = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .join('|'),
    );

describe('README', () => {
  it('documents every variable as the configuration does', () => {
    const readme = rows(readFileSync(join(__dirname, '../../../README.md'), 'utf8'));
    for (const row of rows(renderVariablesTable())) expect(readme).toContain(row);
  });
});
