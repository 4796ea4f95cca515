import { TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import { messagesIn } from '../../../schema/messages/catalogue.js';
import { namedSummary, summaryOf } from '../../../schema/messages/summary.js';
import type { ActorView } from '../../../src/application/queries/views.js';
import type { InputProblem } from '../../../src/domain/refusal.js';
import { happen } from '../projections/happenings.js';
import { MemoryLog } from '../projections/memory-log.js';

const BROKEN = /undefined|null|NaN|\[object/;

describe('the sentence that sums an event up', () => {
  it.each(TRAIL_EVENTS)('of %s is there in both languages, with the event’s own facts', (type) => {
    const { data } = happen(new MemoryLog(), type);
    const [en, zh] = [summaryOf(type, data, 'en'), summaryOf(type, data, 'zh')];
    expect(en).toMatch(/^[A-Zo].*\.$/);
    expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
    for (const text of [en, zh]) expect(text).not.toMatch(BROKEN);
  });

  it('of a type that this version does not know is its name', () => {
    expect(summaryOf('SomethingNew', {}, 'en')).toBe('SomethingNew');
    expect(summaryOf('constructor', {}, 'zh')).toBe('constructor');
  });
});

describe('R27: the sentence with names', () => {
  const event = (actor: Partial<ActorView> = {}) => ({
    type: 'SharingStarted',
    data: happen(new MemoryLog(), 'SharingStarted').data,
    accountName: '阳光物业',
    nameOfTenant: (id: string) => Promise.resolve(id === 'o1' ? '甲物业' : id),
    actor: {
      id: 'p1',
      subject: () => Promise.resolve('li'),
      name: () => Promise.resolve('李四'),
      tenant: { id: 'r1', name: () => Promise.resolve(null) },
      kind: 'PERSON' as const,
      ...actor,
    },
  });
  const nobody = () => Promise.resolve(null);

  it('names the account as it was called, tenants and people as the directory knows them', async () => {
    const en = 'Official account “阳光物业” (wx1) of 甲物业 is now shared with r1.';
    expect(await namedSummary(event(), 'en')).toBe(`李四: ${en}`);
    expect(await namedSummary(event(), 'zh')).toBe('李四：甲物业 的公众号 “阳光物业”（wx1） 现已共享给 r1。');
    expect(await namedSummary(event({ kind: 'WECHAT', id: null }), 'en')).toBe(en);
  });

  it('is left with the bare id of a forgotten person, and with the tenant of another tenant’s', async () => {
    const forgotten = event({ name: nobody, subject: nobody });
    expect(await namedSummary(forgotten, 'en')).toMatch(/^p1: /);
    const foreign = event({ id: null, name: nobody, subject: nobody, tenant: { id: 'o1', name: nobody } });
    expect(await namedSummary(foreign, 'en')).toMatch(/^甲物业: /);
  });
});

describe('what is said of a mistake in an input', () => {
  const problems: readonly InputProblem[] = [
    { code: 'REQUIRED', path: ['name'] },
    { code: 'TOO_SHORT', path: ['name'], facts: { min: 1 } },
    { code: 'TOO_LONG', path: ['communities', '3', 'name'], facts: { max: 100 } },
    { code: 'TOO_FEW', path: ['communityIds'], facts: { min: 1 } },
    { code: 'TOO_MANY', path: ['communityIds'], facts: { max: 1_000 } },
    { code: 'TOO_MANY', path: [], facts: { max: 50 } },
    { code: 'OUT_OF_RANGE', path: ['count'], facts: { min: 1, max: 100 } },
    { code: 'BAD_FORMAT', path: ['merchantNumber'] },
    { code: 'DUPLICATE', path: ['communityIds', '1'] },
    { code: 'NOT_ALLOWED', path: ['returnUrl'] },
    { code: 'TOO_LONG', path: ['buttons', '0', 'name'], facts: { max: 16, unit: 'bytes' } },
    { code: 'BAD_FORMAT', path: ['buttons', '0', 'url'] },
    { code: 'NOT_ALLOWED', path: ['buttons', '0', 'key'], facts: { type: 'VIEW' } },
    { code: 'NOT_ALLOWED', path: ['buttons', '0', 'type'], facts: { button: 'TEXT' } },
    { code: 'NOT_ALLOWED', path: ['appId'], facts: { permissionSet: 15 } },
  ];

  it.each(problems)('$code names the field and the bound, in both languages', (problem) => {
    const field = problem.path.findLast((step) => !/^\d+$/.test(step)) ?? '';
    for (const language of ['en', 'zh'] as const) {
      const text = messagesIn(language).problems[problem.code](problem);
      expect(text).toContain(field);
      expect(text).not.toMatch(BROKEN);
      for (const [fact, bound] of Object.entries(problem.facts ?? {})) {
        if (fact !== 'unit') expect(text).toContain(String(bound));
      }
    }
  });
});
