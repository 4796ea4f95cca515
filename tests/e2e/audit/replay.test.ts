import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareReadModels } from '../../../scripts/torture/compare-read-models.js';
import { canonicalJson } from '../../../src/audit/canonical-json.js';
import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { runCommand, type CommandEnd } from '../../support/command.js';
import { toldByNow } from '../../support/happenings.js';
import { logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const MERCHANT = '1900000109';

interface Line {
  readonly kind: string;
  readonly [fact: string]: unknown;
}

describe('R28: npm run replay, beside a running server', () => {
  const elsewhere = temporaryFolder();
  let system: TestSystem;
  let auditor: Party;
  let owner: Party;
  let recipient: Party;
  let appId: string;
  let communityId: string;
  let sharingId: string;
  let log: readonly StoredEvent[];
  /** Cursors of moments of the story. */
  let [bound, unbound]: string[] = [];

  const replay = (...args: string[]): Promise<CommandEnd> =>
    runCommand('replay', args, { DATA_DIR: system.dataDir, LOG_LEVEL: 'warn' });
  const told = async (...args: string[]): Promise<string[]> => {
    const { code, output, printed } = await replay(...args);
    if (code !== 0) throw new Error(printed);
    return output.split('\n').slice(0, -1);
  };
  const idsOf = async (...args: string[]): Promise<string[]> =>
    (await told('--format', 'ndjson', ...args)).map((line) => (JSON.parse(line) as StoredEvent).id);
  const stateAt = async (...args: string[]): Promise<Line[]> =>
    (await told('--format', 'ndjson', '--at', ...args)).map((line) => JSON.parse(line) as Line);
  const idsInTrail = async (asker: Party, filter: Readonly<Record<string, unknown>>): Promise<string[]> => {
    const { auditTrail } = await asker.query<{ auditTrail: { nodes: { id: string }[] } }>(
      'query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 100, order: OLDEST_FIRST) { nodes { id } } }',
      { filter },
    );
    return auditTrail.nodes.map(({ id }) => id);
  };

  beforeAll(async () => {
    system = await startTestSystem();
    auditor = await officerOf(system, 'AUDITOR');
    owner = await partyOf(system, { tenant: 'green-garden', name: '张三', subject: 'zhang' });
    recipient = await partyOf(system, { tenant: 'blue-river', name: '李四', subject: 'li' });
    appId = await system.authorize(owner);
    const payment = await owner.offerPayment(appId, MERCHANT);
    sharingId = await owner.share(appId, recipient);
    [communityId = ''] = await recipient.register('江景花园');
    await recipient.bind(appId, communityId);
    await recipient.bindPayment(payment, MERCHANT, communityId);
    bound = (await logOf(system)).at(-1)?.cursor ?? '';
    await owner.unbind(appId, communityId);
    await recipient.do('revokeSharing', { sharingId });
    unbound = (await logOf(system)).at(-1)?.cursor ?? '';
    await toldByNow(system);
    log = await logOf(system);
  });
  afterAll(async () => {
    await system.close();
    elsewhere.remove();
  });

  test('as NDJSON: every event whole, as canonical JSON with its cursor, in the order of the log', async () => {
    expect(await told('--format', 'ndjson')).toEqual(log.map(canonicalJson));
  });

  test.each(['en', 'zh'])(
    'as text: a line an event, with its time, the sentence of the API and who acted (%s)',
    async (language) => {
      const asker = await partyOf(system, { tenant: null, roles: ['AUDITOR'], language });
      const { auditTrail } = await asker.query<{ auditTrail: { nodes: { summary: string }[] } }>(
        '{ auditTrail(first: 100, order: OLDEST_FIRST) { nodes { summary } } }',
      );
      const lines = await told('--language', language);
      expect(lines).toHaveLength(log.length);
      for (const [at, line] of lines.entries()) {
        const event = log[at];
        if (event === undefined) throw new Error('A line too many.');
        const { type, metadata } = event;
        expect(line.startsWith(`${metadata.occurredAt}  ${auditTrail.nodes[at]?.summary ?? ''}  [${type} · `)).toBe(
          true,
        );
        expect(line).toContain(metadata.actor);
        expect(line).toContain(metadata.tenant);
      }
    },
  );

  test('by facets it tells what the API tells', async () => {
    const [some] = log.filter(({ type }) => type === 'CommunityUnbound');
    const { correlationId, occurredAt } = some?.metadata ?? {};
    const facets: readonly (readonly [readonly string[], Readonly<Record<string, unknown>>])[] = [
      [['--account', appId], { appId }],
      [['--community', communityId], { communityId }],
      [['--actor', 'li'], { actorSubject: 'li' }],
      [['--type', 'CommunityBound', '--type', 'SharingEnded'], { types: ['CommunityBound', 'SharingEnded'] }],
      [['--correlation-id', correlationId ?? ''], { correlationId }],
      [['--since', occurredAt ?? ''], { from: occurredAt }],
      [
        ['--account', appId, '--actor', 'li', '--type', 'CommunityBound'],
        { appId, actorSubject: 'li', types: ['CommunityBound'] },
      ],
    ];
    for (const [args, filter] of facets)
      expect([args, await idsOf(...args)]).toEqual([args, await idsInTrail(auditor, filter)]);
  }, 120_000);

  test('R27: of one tenant it tells what that tenant may see', async () => {
    expect(await idsOf('--tenant', 'blue-river')).toEqual(await idsInTrail(recipient, {}));
    expect(await idsOf('--tenant', 'blue-river')).not.toEqual(log.map(({ id }) => id));
    expect(await idsOf('--tenant', 'nobody')).toEqual([]);
  });

  test('from one event to another one, both included, with names as they were', async () => {
    const [from, to] = [log[3], log[6]];
    expect(await idsOf('--from', from?.cursor ?? '', '--to', to?.cursor ?? '')).toEqual(
      log.slice(3, 7).map(({ id }) => id),
    );
    expect(await idsOf('--from', to?.cursor ?? '', '--to', from?.cursor ?? '')).toEqual([]);
    const last = log.at(-1)?.cursor ?? '';
    expect(await told('--from', last)).toEqual((await told()).slice(-1));
  });

  test('the state at a cursor: accounts with interfaces and sharings, communities with bindings', async () => {
    const [moment, account, sharing, community, ...more] = await stateAt(bound ?? '');
    expect(moment).toEqual({
      kind: 'moment',
      cursor: bound,
      time: log.find(({ cursor }) => cursor === bound)?.metadata.occurredAt,
    });
    expect(account).toMatchObject({
      kind: 'account',
      appId,
      owner: 'green-garden',
      recipients: ['blue-river'],
      paymentInterfaces: [{ merchantNumber: MERCHANT }],
    });
    expect(sharing).toMatchObject({ kind: 'sharing', sharingId, status: 'ACTIVE', recipient: 'blue-river' });
    expect(community).toMatchObject({
      kind: 'community',
      communityId,
      binding: { appId, payment: { paymentInterfaceId: expect.any(String) as string } },
    });
    expect(more).toEqual([]);
    const later = await stateAt(unbound ?? '');
    expect(later.slice(1)).toMatchObject([{ recipients: [] }, { status: 'ENDED' }, { communityId, binding: null }]);
  });

  test('the state in sentences, in both languages', async () => {
    const english = (await told('--at', bound ?? '')).join('\n');
    for (const part of [
      'AUTHORIZED',
      `merchant ${MERCHANT}`,
      'Shared with blue-river since',
      `bound to ${appId}`,
      ', pays to ',
    ]) {
      expect(english).toContain(part);
    }
    const chinese = (await told('--at', unbound ?? '', '--language', 'zh')).join('\n');
    for (const part of [`商户号 ${MERCHANT}`, '曾于', '小区“江景花园”', '未关联。']) expect(chinese).toContain(part);
  });

  test('a state narrowed to an account, a tenant or a community', async () => {
    const kinds = async (...args: string[]): Promise<string[]> =>
      (await stateAt(bound ?? '', ...args)).map(({ kind }) => kind).slice(1);
    expect(await kinds('--account', appId)).toEqual(['account', 'sharing', 'community']);
    expect(await kinds('--tenant', 'green-garden')).toEqual(['account', 'sharing']);
    expect(await kinds('--tenant', 'blue-river')).toEqual(['account', 'sharing', 'community']);
    expect(await kinds('--community', communityId)).toEqual(['account', 'sharing', 'community']);
    expect(await kinds('--community', 'nobody')).toEqual([]);
    expect(await kinds('--account', appId, '--tenant', 'nobody')).toEqual([]);
  });

  test('before anything had happened there is nothing', async () => {
    expect(await told('--at', '2001-01-01')).toEqual(['Nothing had happened yet.']);
    expect(await stateAt('2001-01-01')).toMatchObject([{ kind: 'moment', time: null }]);
  });

  test('nothing of log and read models is changed by it', async () => {
    // What processes that read share with those that write is their locks alone; the server writes leases meanwhile.
    const looks = (): unknown =>
      readdirSync(system.dataDir)
        .filter((name) => !name.endsWith('-shm') && !name.startsWith('private.db'))
        .map((name) => [name, statSync(join(system.dataDir, name)).mtimeMs]);
    const before = looks();
    await told('--language', 'zh');
    await stateAt(bound ?? '');
    await replay('--into', `embedded:${join(elsewhere.path, 'unchanging')}`);
    expect(looks()).toEqual(before);
  });

  test('whoever reads its output may stop at any time', async () => {
    const child = fork(join(process.cwd(), 'dist', 'scripts', 'replay.js'), ['--format', 'ndjson'], {
      env: { PATH: process.env['PATH'] ?? '', DATA_DIR: system.dataDir },
      silent: true,
    });
    child.stdout?.destroy();
    let complained = '';
    child.stderr?.on('data', (text: Buffer) => (complained += text.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(complained).toBe('');
  });

  test.each([
    [
      'a cursor of another installation',
      ['--from', formatCursor({ installation: 'f'.repeat(16), epoch: 1, position: 1n, subIndex: 0 })],
      'belongs to another installation',
    ],
    ['another engine', ['--into', 'mongodb://localhost/models'], '--into is embedded:PATH'],
    ['a folder without a log', ['--data', '/nowhere/at/all'], 'There is no log'],
    ['a state of a folder without a log', ['--data', '/nowhere/at/all', '--at', '2026-01-01'], 'There is no log'],
  ])('%s is refused, and the message says why', async (_, args, why) => {
    const { code, printed } = await replay(...args);
    expect(code).toBe(1);
    expect(printed).toContain(why);
    expect(printed).not.toMatch(/\n\s+at /);
  });

  test('a cursor beyond the newest event is refused', async () => {
    const head = parseCursor(log.at(-1)?.cursor ?? '');
    const beyond = formatCursor({ ...head, position: head.position + 1n });
    for (const option of ['--from', '--to', '--at']) {
      expect((await replay(option, beyond)).printed).toContain('lies beyond the newest event');
    }
  });

  test('replayed into empty read models it gives those of the server, document by document', async () => {
    const into = join(elsewhere.path, 'read-models');
    const first = await replay('--into', `embedded:${into}`);
    expect([first.code, first.output]).toEqual([0, expect.stringContaining('were made in') as string]);
    const again = await replay('--into', `embedded:${into}`);
    expect([again.code, again.printed]).toEqual([1, expect.stringContaining('is not empty') as string]);
    expect(await compareReadModels(system.dataDir, into)).toBeGreaterThan(log.length);
  });
});
