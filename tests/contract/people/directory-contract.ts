import type { Directory } from '../../../src/people/directory.js';

/** One storage; every `open` sees the same. */
export interface DirectoryHarness {
  open(): Promise<Directory>;
  /** Deletes the storage; what was opened has been closed by then. */
  dispose(): Promise<void>;
}

/** What every adapter of the directory promises. */
export function directoryContract(adapter: string, makeHarness: () => Promise<DirectoryHarness>): void {
  describe(`directory contract: ${adapter}`, () => {
    let harness: DirectoryHarness;
    let directories: Directory[];
    const open = async (): Promise<Directory> => {
      const directory = await harness.open();
      directories.push(directory);
      return directory;
    };

    beforeEach(async () => {
      directories = [];
      harness = await makeHarness();
    });

    afterEach(async () => {
      await Promise.all(directories.map((directory) => directory.close()));
      await harness.dispose();
    });

    test('a person has one id, which says nothing about the subject', async () => {
      const directory = await open();
      const id = await directory.identify('zhang.san@example.com', '张三');
      expect(id).toMatch(/^[A-Za-z0-9_-]{20,64}$/);
      expect(id).not.toContain('zhang');
      expect(await directory.identify('zhang.san@example.com', '张三')).toBe(id);
      expect(await directory.people([id])).toEqual([{ id, subject: 'zhang.san@example.com', name: '张三' }]);
    });

    test('subjects that differ in case or accents are different people', async () => {
      const directory = await open();
      const ids = await Promise.all(['u1', 'U1', 'ü1', 'u1 '].map((subject) => directory.identify(subject, null)));
      expect(new Set(ids).size).toBe(4);
    });

    test('a changed name is kept; no name leaves the known one', async () => {
      const directory = await open();
      const id = await directory.identify('u1', null);
      expect(await directory.findBySubject('u1')).toEqual({ id, subject: 'u1', name: null });
      await directory.identify('u1', '张三');
      await directory.identify('u1', null);
      expect(await directory.findBySubject('u1')).toEqual({ id, subject: 'u1', name: '张三' });
      await directory.identify('u1', '张三丰');
      expect(await (await open()).people([id])).toEqual([{ id, subject: 'u1', name: '张三丰' }]);
    });

    test('ids are made once, also for many callers at once on several connections', async () => {
      const one = await open();
      const all = [one, await open(), await open()];
      const subjects = Array.from({ length: 50 }, (_, i) => `u${i}`);
      const calls = subjects.flatMap((subject) => [...all, ...all].map((d) => d.identify(subject, 'name')));
      const ids = await Promise.all(calls);
      expect(new Set(ids).size).toBe(50);
      const found = await Promise.all(subjects.map((subject) => one.findBySubject(subject)));
      found.forEach((person, i) => expect(ids.slice(i * 6, i * 6 + 6)).toEqual(Array(6).fill(person?.id)));
    });

    test('answers in the order asked, with repeats and gaps', async () => {
      const directory = await open();
      const one = await directory.identify('u1', 'One');
      const two = await directory.identify('u2', 'Two');
      const names = (await directory.people([two, 'nobody', one, two])).map((person) => person?.name ?? null);
      expect(names).toEqual(['Two', null, 'One', 'Two']);
      expect(await directory.people([])).toEqual([]);
      expect(await directory.findBySubject('u3')).toBeNull();
    });

    test('asks for thousands at once', async () => {
      const directory = await open();
      const id = await directory.identify('u1', 'One');
      const ids = [...Array.from({ length: 40_000 }, (_, i) => `p_${i}`), id];
      expect((await directory.people(ids)).at(-1)?.name).toBe('One');
    });

    test('whoever is forgotten is known nowhere any more, not even where they were seen just now', async () => {
      const [one, other] = [await open(), await open()];
      const id = await one.identify('u1', 'One');
      const stays = await one.identify('u2', 'Two');
      await other.identify('u1', 'One');
      expect(await other.people([id])).toEqual([{ id, subject: 'u1', name: 'One' }]);

      expect(await one.forget({ subject: 'u1' })).toBe(id);

      for (const directory of [one, other, await open()]) {
        expect(await directory.findBySubject('u1')).toBeNull();
        expect(await directory.people([id, stays])).toEqual([null, { id: stays, subject: 'u2', name: 'Two' }]);
      }
    });

    test('the same subject coming again is a new person, for all from then on', async () => {
      const [one, other] = [await open(), await open()];
      const id = await one.identify('u1', 'One');
      await other.identify('u1', 'One');
      await one.forget({ id });
      const anew = await other.identify('u1', null);
      expect(anew).not.toBe(id);
      expect(await one.identify('u1', null)).toBe(anew);
      expect(await one.people([id, anew])).toEqual([null, { id: anew, subject: 'u1', name: null }]);
    });

    test('nobody is forgotten by a subject or id that nobody has', async () => {
      const directory = await open();
      const id = await directory.identify('u1', null);
      expect(await directory.forget({ subject: 'U1' })).toBeNull();
      expect(await directory.forget({ subject: id })).toBeNull();
      expect(await directory.forget({ id: 'u1' })).toBeNull();
      expect(await directory.owedForgettings()).toEqual([]);
      expect(await directory.identify('u1', null)).toBe(id);
    });

    test('the log is owed a forgetting until it was told, whoever is asked and after whatever crash', async () => {
      const first = await open();
      const ids = await Promise.all(['u1', 'u2', 'u3'].map((subject) => first.identify(subject, null)));
      const [one = '', two = ''] = ids;
      await first.forget({ id: one });
      await first.forget({ subject: 'u2' });
      await first.close();

      const second = await open();
      expect(await second.owedForgettings()).toEqual([one, two].sort());
      await second.settleForgetting(one);
      await second.settleForgetting(one);
      const third = await open();
      expect(await third.owedForgettings()).toEqual([two]);
    });

    test('forgetting twice is one forgetting; once the log was told, nobody is known by that id', async () => {
      const directory = await open();
      const id = await directory.identify('u1', null);
      expect(await directory.forget({ id })).toBe(id);
      expect(await directory.forget({ id })).toBe(id);
      expect(await directory.forget({ subject: 'u1' })).toBeNull();
      expect(await directory.owedForgettings()).toEqual([id]);
      await directory.settleForgetting(id);
      expect(await directory.forget({ id })).toBeNull();
      expect(await directory.owedForgettings()).toEqual([]);
    });

    test('of many who forget one at once each is told the same, and it is owed once', async () => {
      const all = [await open(), await open(), await open()];
      const id = (await all[0]?.identify('u1', 'One')) ?? '';
      const told = await Promise.all([...all, ...all].map((directory) => directory.forget({ id })));
      expect(told).toEqual(Array(6).fill(id));
      expect(await all[2]?.owedForgettings()).toEqual([id]);
    });

    test('tenants have the name remembered last', async () => {
      const directory = await open();
      await directory.rememberTenant('t1', '绿城物业');
      await directory.rememberTenant('t2', 'Vanke');
      await directory.rememberTenant('t1', '绿城服务');
      expect(await directory.tenantNames(['t2', 't3', 't1', 't2'])).toEqual(['Vanke', null, '绿城服务', 'Vanke']);
      expect(await (await open()).tenantNames(['t1'])).toEqual(['绿城服务']);
    });

    test('a name that another one changed meanwhile is what it was told last', async () => {
      const [one, other] = [await open(), await open()];
      await one.rememberTenant('t1', 'A');
      await other.rememberTenant('t1', 'B');
      expect(await one.tenantNames(['t1'])).toEqual(['B']);
      await one.rememberTenant('t1', 'A');
      expect(await other.tenantNames(['t1'])).toEqual(['A']);
    });

    test('what was known is known after closing and opening', async () => {
      const first = await open();
      const id = await first.identify('u1', 'One');
      await first.close();
      await first.close();
      expect(await (await open()).identify('u1', 'One')).toBe(id);
    });
  });
}
