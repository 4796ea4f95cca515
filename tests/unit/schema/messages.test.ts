import { TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import { messagesIn } from '../../../schema/messages/catalogue.js';
import { summaryOf } from '../../../schema/messages/summary.js';
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
