import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type CommandEnd } from '../../support/command.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { TENANTS, tellStory, type Cast } from '../rules/sight-story.js';

interface Told {
  readonly id: string;
  readonly summary: string;
}

const TRAIL = `query ($after: String) { auditTrail(first: 100, after: $after, order: OLDEST_FIRST) {
  nodes { id summary } pageInfo { hasNextPage endCursor }
} }`;

async function trailOf(person: Party): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { auditTrail }: { auditTrail: { nodes: Told[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await person.query(TRAIL, { after });
    told.push(...auditTrail.nodes);
    after = auditTrail.pageInfo.endCursor;
    more = auditTrail.pageInfo.hasNextPage;
  }
  return told;
}

type Line = Readonly<Record<string, { readonly id: string } | undefined>>;
const linesOf = (text: string): readonly Line[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

/** Fields of a CSV whose fields hold no line breaks. */
const rowsOf = (csv: string): readonly (readonly string[])[] =>
  csv
    .replace('\ufeff', '')
    .split('\r\n')
    .slice(0, -1)
    .map((row) => [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(unquoted));
const unquoted = ([, quoted, plain]: RegExpMatchArray): string => quoted?.replaceAll('""', '"') ?? plain ?? '';

describe('exports beside a running server', () => {
  const files = temporaryFolder();
  let system: TestSystem;
  let cast: Cast;
  let auditor: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    ({ cast } = await tellStory(system));
    await cast.owner.register('=HYPERLINK("http://example.org")', '"梅园", 一期');
    const joker = await partyOf(system, { tenant: cast.owner.tenant, name: '=1+1' });
    await joker.register('"梅园", 二期');
    await system.gongxiang.sealer.seal();
    auditor = await officerOf(system, 'AUDITOR');
  }, 120_000);
  afterAll(async () => {
    await system.close();
    files.remove();
  });

  const run = (script: string, ...args: readonly string[]): Promise<CommandEnd> => runCommand(script, args, {});
  const exported = async (name: string, ...args: readonly string[]): Promise<string> => {
    const out = join(files.path, name);
    expect(await run('export', '--data', system.dataDir, '--out', out, ...args)).toMatchObject({ code: 0 });
    return out;
  };
  const sound = async (file: string): Promise<void> => {
    expect(await run('verify-audit', '--export', file)).toMatchObject({ code: 0 });
  };

  it('hold everything, are as it was sealed, and make the same log again', async () => {
    const whole = await exported('whole.ndjson');
    await sound(whole);
    const text = readFileSync(whole, 'utf8');
    const ids = linesOf(text).flatMap(({ event }) => event?.id ?? []);
    expect(ids).toEqual((await trailOf(auditor)).map(({ id }) => id));
    const target = join(files.path, 'target');
    expect(await run('import', '--from', whole, '--data', target)).toMatchObject({ code: 0 });
    const again = join(files.path, 'again.ndjson');
    await run('export', '--data', target, '--out', again);
    expect(readFileSync(again, 'utf8')).toBe(text);
  });

  it('R27: a tenant’s part holds what its trail tells and nothing that it may not see', async () => {
    const everybody = linesOf(readFileSync(await exported('all.ndjson'), 'utf8')).flatMap(({ event }) => event ?? []);
    const metadata = everybody.map((event) => (event as unknown as { metadata: Record<string, string> }).metadata);
    const hidden = new Set(
      metadata.flatMap(({ actor, actorSalt, fingerprint }) => [actor, actorSalt, fingerprint].filter(Boolean)),
    );
    for (const tenant of TENANTS) {
      const person = cast[tenant];
      const file = await exported(`${tenant}.ndjson`, '--tenant', person.tenant);
      await sound(file);
      const text = readFileSync(file, 'utf8');
      const ids = linesOf(text).flatMap(({ leaf, event }) => leaf?.id ?? event?.id ?? []);
      expect(ids).toEqual((await trailOf(person)).map(({ id }) => id));
      for (const secret of hidden) expect(text).not.toContain(secret);
    }
  }, 120_000);

  it.each(['en', 'zh'])('as CSV tell what the trail tells, in the language asked for: %s', async (language) => {
    const csv = readFileSync(await exported('all.csv', '--format', 'csv', '--language', language), 'utf8');
    expect(csv.startsWith('\ufeff')).toBe(true);
    const [head, ...rows] = rowsOf(csv);
    const told = await trailOf(await partyOf(system, { tenant: null, roles: ['AUDITOR'], language }));
    expect(rows.map((row) => ({ id: row[15], summary: row[2] }))).toEqual(
      // What a spreadsheet would take for a formula is none any more.
      told.map(({ id, summary }) => ({ id, summary: summary.replace(/^=/, "'=") })),
    );
    expect(csv).toContain("'=1+1");
    expect(csv).not.toContain(',=1+1');
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
  });

  it('as CSV are searched as the trail is, and hide from a tenant what its trail hides', async () => {
    const person = cast.recipient;
    const mine = readFileSync(await exported('mine.csv', '--format', 'csv', '--tenant', person.tenant), 'utf8');
    const told = await trailOf(person);
    expect(
      rowsOf(mine)
        .slice(1)
        .map((row) => [row[15], row[2]]),
    ).toEqual(told.map(({ id, summary }) => [id, summary]));
    expect(mine).not.toContain(cast.owner.subject);
    const search = ['--type', 'CommunityBound', '--order', 'newest', '--concerning', person.tenant];
    const found = rowsOf(readFileSync(await exported('found.csv', '--format', 'csv', ...search), 'utf8')).slice(1);
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect([row[1], row[7]]).toEqual(['CommunityBound', person.tenant]);
  });

  it('are refused where they make no sense, and say why', async () => {
    const refusals: readonly (readonly [readonly string[], string])[] = [
      [['--since', 'yesterday'], 'ISO 8601'],
      [['--since', '2026-02-01', '--until', '2026-01-01'], 'before'],
      [['--tenant', 'Not A Tenant'], 'tenant'],
      [['--account', 'wx1'], '--account'],
      [['--format', 'xml'], 'ndjson or csv'],
      [['--format', 'csv', '--language', 'fr'], 'en or zh'],
      [['--data', files.path], 'no log'],
    ];
    for (const [args, reason] of refusals) {
      const { code, printed } = await run('export', '--data', system.dataDir, ...args);
      expect({ code, printed }).toEqual({ code: 1, printed: expect.stringContaining(reason) as string });
    }
  });
});
