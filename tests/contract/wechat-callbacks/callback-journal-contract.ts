import type { CallbackFilter, CallbackJournal } from '../../../src/wechat/callbacks/callback-journal.js';
import type { CallbackRecord } from '../../../src/wechat/callbacks/callback-record.js';

/** A journal that survives being closed. */
export interface JournalHarness {
  open(): Promise<CallbackJournal>;
  remove(): void;
}

const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');

const record = (second: number, changes: Partial<CallbackRecord> = {}): CallbackRecord => ({
  time: new Date(BEGIN + second * 1_000).toISOString(),
  kind: 'MESSAGE',
  appId: 'wx570bc396a51b8ff8',
  outcome: 'ACCEPTED',
  reason: null,
  durationMs: 12,
  ...changes,
});
const refused = (second: number): CallbackRecord =>
  record(second, { kind: 'PUSH', appId: null, outcome: 'REFUSED', reason: 'SIGNATURE' });

export function describeCallbackJournal(name: string, makeHarness: () => JournalHarness): void {
  describe(`${name} as a journal of callbacks`, () => {
    let harness: JournalHarness;
    let journal: CallbackJournal;
    beforeEach(async () => {
      harness = makeHarness();
      journal = await harness.open();
    });
    afterEach(async () => {
      await journal.close();
      harness.remove();
    });

    const all = async (filter: CallbackFilter = {}) =>
      (await journal.page(filter, { order: 'ascending', limit: 1_000 })).rows.map(({ document }) => document);

    it('tells at once what was noted, as it was noted', async () => {
      const records = [
        record(1),
        refused(2),
        record(3, { kind: 'TICKET', appId: null, outcome: 'FAILED', reason: 'SLOW' }),
      ];
      for (const each of records) journal.note(each);
      expect(await all()).toEqual(records);
      expect(await journal.count({})).toBe(3);
    });

    it('keeps it when it is closed', async () => {
      const records = [record(1), refused(2)];
      for (const each of records) journal.note(each);
      await journal.close();
      journal = await harness.open();
      journal.note(record(3));
      expect(await all()).toEqual([...records, record(3)]);
    });

    it('keeps the last 1,000 that were refused and the last 1,000 others', async () => {
      journal.note(record(0));
      journal.note(record(1));
      for (let second = 2; second < 5_002; second++) journal.note(refused(second));
      expect(await journal.count({})).toBe(1_002);
      expect((await all({ outcomes: ['ACCEPTED'] })).length).toBe(2);
      expect((await all({ outcomes: ['REFUSED'] }))[0]).toEqual(refused(4_002));

      for (let second = 6_000; second < 7_001; second++) journal.note(record(second));
      expect(await journal.count({ outcomes: ['ACCEPTED'] })).toBe(1_000);
      expect((await all({ outcomes: ['ACCEPTED'] }))[0]).toEqual(record(6_001));
      expect(await journal.count({ outcomes: ['REFUSED'] })).toBe(1_000);
    });

    it('finds by kind, outcome, account and time', async () => {
      const other = 'wx0000000000000000';
      const records = [
        record(1),
        refused(2),
        record(3, { appId: other, outcome: 'DUPLICATE' }),
        record(4, { kind: 'TICKET' }),
      ];
      for (const each of records) journal.note(each);
      const found = async (filter: CallbackFilter) => {
        const documents = await all(filter);
        expect(await journal.count(filter)).toBe(documents.length);
        return documents.map((each) => records.indexOf(records.find(({ time }) => time === each.time) ?? each));
      };
      expect(await found({ kinds: ['PUSH', 'TICKET'] })).toEqual([1, 3]);
      expect(await found({ outcomes: ['DUPLICATE', 'FAILED'] })).toEqual([2]);
      expect(await found({ appId: other })).toEqual([2]);
      expect(await found({ from: record(2).time, until: record(4).time })).toEqual([1, 2]);
      expect(await found({ kinds: ['MESSAGE'], outcomes: ['ACCEPTED'], appId: other })).toEqual([]);
      expect(await found({ kinds: null, outcomes: null, appId: null, from: null, until: null })).toEqual([0, 1, 2, 3]);
    });

    it('is paged from either end; what has the same time stays in the order in which it was noted', async () => {
      for (const second of [5, 1, 1, 3]) journal.note(record(second, { durationMs: second }));
      journal.note(record(1, { durationMs: 7 }));
      const durations = async (request: Parameters<CallbackJournal['page']>[1]) => {
        const { rows, more } = await journal.page({}, request);
        return { durations: rows.map(({ document }) => document.durationMs), more, keys: rows.map(({ key }) => key) };
      };
      const first = await durations({ order: 'ascending', limit: 2 });
      expect(first).toMatchObject({ durations: [1, 1], more: true });
      const behind = { after: first.keys[1] ?? '' };
      expect(await durations({ order: 'ascending', limit: 3, ...behind })).toMatchObject({
        durations: [7, 3, 5],
        more: false,
      });
      expect(await durations({ order: 'descending', limit: 2 })).toMatchObject({ durations: [5, 3], more: true });
      expect(await durations({ order: 'descending', limit: 9, before: first.keys[1] ?? '' })).toMatchObject({
        durations: [1],
        more: false,
      });
      expect(await durations({ order: 'ascending', limit: 9, after: 'no key' })).toMatchObject({ durations: [] });
    });
  });
}
