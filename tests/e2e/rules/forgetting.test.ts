import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { runCommand, type CommandEnd } from '../../support/command.js';
import { filesHolding } from '../../support/files.js';
import { toldByNow } from '../../support/happenings.js';
import { logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

interface Told {
  readonly type: string;
  readonly summary: string;
  readonly actor: { readonly id: string | null; readonly subject: string | null; readonly name: string | null };
  readonly proof: { readonly leaf: string; readonly path: readonly string[] } | null;
}

const TRAIL = `query ($filter: AuditFilter) { auditTrail(filter: $filter, first: 100, order: OLDEST_FIRST) {
  nodes { type summary actor { id subject name } proof { leaf path } }
} }`;

/** As it stands in a file that is read as latin1, and as JSON or a URL may write it. */
const spellings = (text: string): readonly string[] => [
  text,
  Buffer.from(text).toString('latin1'),
  encodeURIComponent(text),
  text.replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`),
];

describe('forgetting a person', () => {
  const mark = randomUUID();
  const PERSON = { subject: `zhang.san-${mark}@example.com`, name: `张三丰-${mark}`, tenant: 'green-garden' };
  const TEXTS = [PERSON.subject, PERSON.name, mark].flatMap(spellings);
  const held = (text: string): string[] => TEXTS.filter((each) => text.includes(each));
  let logged = '';
  let system: TestSystem;
  let auditor: Party;
  let colleague: Party;
  let person: Party;
  let id: string;
  let appId: string;
  let end: CommandEnd;
  /** What was seen before the person was forgotten. */
  let before: {
    readonly files: readonly string[];
    readonly trail: readonly Told[];
    readonly asColleague: readonly Told[];
  };

  const forget = (...args: string[]): Promise<CommandEnd> =>
    runCommand('forget', args, { DATA_DIR: system.dataDir, LOG_LEVEL: 'warn' });
  const trailOf = async (asker: Party, filter: Readonly<Record<string, unknown>>): Promise<readonly Told[]> => {
    await toldByNow(system);
    return (await asker.query<{ auditTrail: { nodes: Told[] } }>(TRAIL, { filter })).auditTrail.nodes;
  };

  /** Everything that an operator's day holds, mistakes too. */
  async function live(): Promise<void> {
    appId = await system.authorize(person);
    const [one = '', two = ''] = await person.register('一号院', '二号院');
    await person.do('renameCommunity', { communityId: two, name: '三号院' });
    await person.bind(appId, one, two);
    const payment = await person.offerPayment(appId, '1900000109');
    await person.bindPayment(payment, '1900000109', one);
    await person.isRefused('generateShareCodes', { appId, count: 1_000 }, 'INVALID_INPUT');
    await person.do('saveMenuDraft', {
      appId,
      expectedVersion: 0,
      buttons: [{ name: '报修', type: 'CLICK', key: 'k' }],
    });
    await person.do('publishMenu', { appId, expectedVersion: 1 });
    await person.do('setAutomaticReplies', {
      appId,
      replies: { keywords: [], byDefault: { type: 'TEXT', text: '您好' } },
    });
    await person.do('refreshAccountProfile', { appId });
    await person.share(appId, await partyOf(system));
    await person.unbind(appId, one, two);
    await person.query(
      '{ viewer { subject name } accounts { nodes { appId menu { publishedBy { name subject } } } } }',
    );
    await person.query(TRAIL);
    await person.query('{ nothing }').catch(() => undefined);
  }

  beforeAll(async () => {
    const logTo = new Writable({
      write: (chunk: Buffer, _, done) => {
        logged += chunk.toString();
        done();
      },
    });
    system = await startTestSystem({ LOG_LEVEL: 'trace' }, { logTo });
    auditor = await officerOf(system, 'AUDITOR');
    person = await partyOf(system, PERSON);
    colleague = await partyOf(system, { tenant: PERSON.tenant, name: '李四' });
    await live();
    await system.gongxiang.sealer.seal();
    id = (await system.gongxiang.engine.directory.findBySubject(PERSON.subject))?.id ?? '';
    before = {
      files: filesHolding(system.dataDir, TEXTS),
      trail: await trailOf(auditor, { actorSubject: PERSON.subject }),
      asColleague: await trailOf(colleague, { actorId: id }),
    };
    end = await forget('--subject', PERSON.subject);
    await system.gongxiang.app.carryOn(AbortSignal.timeout(20_000));
  });
  afterAll(() => system.close());

  test('before, only private.db holds subject and name, and the trail shows them', () => {
    expect(before.files.length).toBeGreaterThan(0);
    expect(before.files.filter((file) => !/private\.db(-wal)?$/.test(file))).toEqual([]);
    expect(before.trail.length).toBeGreaterThan(10);
    for (const told of [...before.trail, ...before.asColleague]) {
      expect(told.actor).toEqual({ id, subject: PERSON.subject, name: PERSON.name });
      expect(told.summary).toContain(PERSON.name);
    }
  });

  test('the command says who was forgotten by the random id alone', () => {
    expect(end.code).toBe(0);
    expect(end.printed).toContain(id);
    expect(held(end.printed)).toEqual([]);
  });

  test('after, no file of the data folder holds subject or name, while the server runs on', () => {
    expect(filesHolding(system.dataDir, TEXTS)).toEqual([]);
  });

  test('no event ever contained name or subject, nor did a line of the log', async () => {
    const events = await logOf(system);
    expect(events.filter(({ metadata }) => metadata.actor === id).length).toBeGreaterThan(10);
    expect(held(events.map((event) => JSON.stringify(event)).join('\n'))).toEqual([]);
    expect(logged.split('\n').length).toBeGreaterThan(20);
    expect(held(logged)).toEqual([]);
  });

  test('the trail shows the bare id, to auditors and to colleagues', async () => {
    for (const asker of [auditor, colleague]) {
      const after = await trailOf(asker, { actorId: id });
      expect(after.map(({ type }) => type)).toEqual(
        (asker === auditor ? before.trail : before.asColleague).map(({ type }) => type),
      );
      for (const { actor, summary } of after) {
        expect(actor).toEqual({ id, subject: null, name: null });
        expect(summary).toContain(id);
      }
      expect(held(JSON.stringify(after))).toEqual([]);
    }
    expect(await trailOf(auditor, { actorSubject: PERSON.subject })).toEqual([]);
  });

  test('every proof is what it was, and the log is as it was sealed', async () => {
    const after = await trailOf(auditor, { actorId: id });
    expect(after.map(({ proof }) => proof)).toEqual(before.trail.map(({ proof }) => proof));
    expect(after.filter(({ proof }) => proof === null)).toEqual([]);
    const verdict = await runCommand('verify-audit', [], { DATA_DIR: system.dataDir });
    expect(verdict.printed).toContain('All is as it was sealed');
    expect(verdict.code).toBe(0);
  });

  test('that it was done is an event, by the random id, which auditors see and nobody else (R27)', async () => {
    const filter = { types: ['PersonForgotten'] };
    const [done, ...more] = await trailOf(auditor, filter);
    expect(more).toEqual([]);
    expect(done).toMatchObject({
      actor: { id: null, subject: null, name: null },
      summary: `Subject and name of the person ${id} were erased; events keep this id.`,
    });
    const chinese = await partyOf(system, { tenant: null, roles: ['AUDITOR'], language: 'zh' });
    expect((await trailOf(chinese, filter))[0]?.summary).toBe(
      `已删除人员 ${id} 的身份标识和姓名；事件中仅保留此编号。`,
    );
    expect(await trailOf(colleague, filter)).toEqual([]);
  });

  test('forgetting again has no effect and says so', async () => {
    const byId = await forget('--person', id);
    expect(byId).toMatchObject({ code: 0, printed: 'This person was forgotten before.\n' });
    const bySubject = await forget('--subject', PERSON.subject);
    expect(bySubject.code).toBe(1);
    expect(bySubject.printed).toMatch(/^There is nobody of this subject/);
    await system.gongxiang.app.carryOn(AbortSignal.timeout(20_000));
    expect(await trailOf(auditor, { types: ['PersonForgotten'] })).toHaveLength(1);
  });

  test.each([
    ['nobody', [], 'Say who'],
    ['two', ['--subject', 'a', '--person', `p_${'0'.repeat(32)}`], 'Say who'],
    ['an id that nobody has', ['--person', `p_${'0'.repeat(32)}`], 'There is nobody of this id'],
    ['no id', ['--person', 'zhang'], 'p_ and 32 digits'],
    ['an empty subject', ['--subject', ''], '1 to 255 characters'],
    ['a folder without people', ['--subject', 'a', '--data', '/nowhere/at/all'], 'There are no people in /nowhere'],
    ['an option that there is not', ['--name', 'a'], "Unknown option '--name'"],
  ])('%s cannot be forgotten, and the message says why', async (_, args, why) => {
    const { code, printed } = await forget(...args);
    expect(code).toBe(1);
    expect(printed).toContain(why);
    expect(printed).not.toMatch(/\n\s+at /);
  });

  test('the same subject coming again is a new person, to the server that knew the former one', async () => {
    const again = await partyOf(system, { ...PERSON, name: '张三' });
    await again.register('四号院');
    const [, ...more] = await trailOf(auditor, { actorSubject: PERSON.subject });
    expect(more).toEqual([]);
    const newId = (await trailOf(auditor, { actorSubject: PERSON.subject }))[0]?.actor.id;
    expect(newId).not.toBe(id);
    expect((await trailOf(auditor, { actorId: id })).map(({ actor }) => actor.name)).toEqual(
      before.trail.map(() => null),
    );
  });
});
