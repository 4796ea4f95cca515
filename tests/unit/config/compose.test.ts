import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../../../src/config/variables.js';

const compose = readFileSync(join(__dirname, '../../../docker-compose.yml'), 'utf8');
/** What the API is told, by variable: nothing else in the file is in capitals but what is KurrentDB's own. */
const told = new Map(
  [...compose.matchAll(/^ +([A-Z][A-Z_]+): (.+)$/gm)]
    .map(([, name = '', value = '']) => [name, value] as const)
    .filter(([name]) => !name.startsWith('KURRENTDB_')),
);

describe('docker-compose.yml', () => {
  it('knows no variable that the configuration does not know', () => {
    expect([...told.keys()].filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it('takes every value from outside, so that no secret is in it', () => {
    for (const [name, value] of told) expect(value).toMatch(new RegExp(`^\\$\\{${name}:[-?].*\\}$`));
  });

  it('starts nothing, and says why, where something is missing that production demands', () => {
    const demanded = Object.entries(VARIABLES).filter(([, { requiredInProduction }]) => requiredInProduction === true);
    for (const [name] of demanded) expect(told.get(name)).toMatch(/:\?.{10,}\}$/);
  });

  it('passes on what production demands in one way or another', () => {
    const demanded = Object.entries(VARIABLES).filter(([, { requiredInProduction }]) => requiredInProduction !== false);
    expect(demanded.map(([name]) => name).filter((name) => !told.has(name))).toEqual([]);
  });
});
