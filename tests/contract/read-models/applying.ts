import { ProjectionMovedError, type Scan } from '../../../src/read-models/port.js';
import { at, flat, flats, put, remove, step } from './flats.js';
import { openedForEach } from './opened.js';
import type { OpenReadModels } from './suite.js';

const everything: Scan = { index: 'byFloor', prefix: [] };

export function applyingContract(open: OpenReadModels): void {
  describe('applying steps', () => {
    const opened = openedForEach(open);

    it('gives back documents as they were put, by id and in the order asked for', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      const odd = flat('b', { floor: '二 "楼" \u2028', tenant: { name: "O'Neill \u0000 \\ 😀" }, size: 1.5 });
      await writer.apply(step([put(flat('a')), put(odd)], null, at(1)));

      expect(await writer.get(flats, 'b')).toEqual(odd);
      expect(await writer.getMany(flats, ['b', 'none', 'a', 'b'])).toEqual([odd, null, flat('a'), odd]);
      expect(await writer.load(flats, ['none', 'a'])).toEqual([null, flat('a')]);
      expect(await writer.getMany(flats, [])).toEqual([]);
    });

    it('replaces and removes documents and puts removed ones back', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a')), put(flat('b'))], null, at(1)));
      await writer.apply(step([put(flat('a', { size: 7 })), remove('b'), remove('none')], at(1), at(2)));
      expect(await writer.getMany(flats, ['a', 'b'])).toEqual([flat('a', { size: 7 }), null]);
      expect(await writer.count(flats, everything)).toBe(1);

      await writer.apply(step([put(flat('b', { floor: '9' }))], at(2), at(3)));
      const { rows } = await writer.page(flats, everything, { limit: 10, order: 'ascending' });
      expect(rows.map(({ document }) => document)).toEqual([flat('a', { size: 7 }), flat('b', { floor: '9' })]);
    });

    it('takes for new what is said to be new, and is the same after a rest', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.rest();
      await writer.apply(step([{ ...put(flat('a', { floor: '1' })), isNew: true }], null, at(1)));
      await writer.rest();
      await writer.apply(step([put(flat('a', { floor: '2' }))], at(1), at(2)));
      await writer.rest();
      const { rows } = await writer.page(flats, everything, { limit: 10, order: 'ascending' });
      expect(rows.map(({ document }) => document)).toEqual([flat('a', { floor: '2' })]);
    });

    it('writes what it has loaded before as it writes anything else', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      const listed = async (): Promise<string[]> => {
        const { rows } = await writer.page(flats, everything, { limit: 10, order: 'ascending' });
        return rows.map(({ id, document }) => `${id} ${document.floor}`);
      };
      expect(await writer.load(flats, ['a', 'b'])).toEqual([null, null]);
      await writer.apply(step([put(flat('a')), put(flat('c'))], null, at(1)));
      expect(await writer.load(flats, ['a', 'b'])).toEqual([flat('a'), null]);
      await writer.apply(step([put(flat('a', { floor: '2' })), put(flat('b')), remove('c')], at(1), at(2)));
      expect(await listed()).toEqual(['b 1', 'a 2']);

      expect(await writer.load(flats, ['b', 'a'])).toEqual([flat('b'), flat('a', { floor: '2' })]);
      await expect(writer.apply(step([remove('a')], at(1), at(3)))).rejects.toThrow(ProjectionMovedError);
      await writer.apply(step([remove('b')], at(2), at(3)));
      expect(await listed()).toEqual(['a 2']);

      await writer.load(flats, ['a']);
      await writer.reset(flats);
      await writer.apply(step([put(flat('c')), put(flat('a'))], null, at(1)));
      expect(await listed()).toEqual(['a 1', 'c 1']);
    });

    it('lets the last change of a document in a step count', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a')), remove('a'), put(flat('a', { floor: '3' }))], null, at(1)));
      await writer.apply(step([put(flat('b')), remove('b')], at(1), at(2)));
      const { rows } = await writer.page(flats, everything, { limit: 10, order: 'ascending' });
      expect(rows.map(({ document }) => document)).toEqual([flat('a', { floor: '3' })]);
    });

    it('adds and removes the entries of a document with several in one index', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      const tagged = async (): Promise<string[][]> =>
        Promise.all(
          ['red', 'green', 'blue'].map(async (tag) => {
            const scan = { index: 'byTag', prefix: [tag] };
            const { rows } = await writer.page(flats, scan, { limit: 10, order: 'ascending' });
            expect(await writer.count(flats, scan)).toBe(rows.length);
            return rows.map(({ id }) => id);
          }),
        );
      await writer.apply(
        step([put(flat('a', { tags: ['red', 'green', 'red'] })), put(flat('b', { tags: ['red'] }))], null, at(1)),
      );
      expect(await tagged()).toEqual([['a', 'b'], ['a'], []]);

      await writer.apply(step([put(flat('a', { tags: ['green', 'blue'] }))], at(1), at(2)));
      expect(await tagged()).toEqual([['b'], ['a'], ['a']]);

      await writer.apply(step([remove('a'), put(flat('b'))], at(2), at(3)));
      expect(await tagged()).toEqual([[], [], []]);
    });

    it('writes nothing of a step whose projection stands elsewhere', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a'))], null, at(1)));

      for (const from of [null, at(2)]) {
        const moved = writer.apply(step([put(flat('b')), remove('a')], from, at(3)));
        await expect(moved).rejects.toThrow(ProjectionMovedError);
      }
      expect(await writer.getMany(flats, ['a', 'b'])).toEqual([flat('a'), null]);
      expect(await writer.projections()).toMatchObject([{ name: 'flats', cursor: at(1) }]);
    });

    it('moves several projections together or not at all', async () => {
      const { writer } = opened();
      const houses = { ...flats, name: 'houses' };
      await writer.prepare(flats);
      await writer.prepare(houses);
      await writer.apply(step([], null, at(1), houses));
      const both = {
        changes: [put(flat('a')), put(flat('a'), houses)],
        moves: [
          { projection: flats, from: null, to: at(2) },
          { projection: houses, from: null, to: at(2) },
        ],
      };
      await expect(writer.apply(both)).rejects.toMatchObject({ code: 'PROJECTION_MOVED', projection: 'houses' });
      expect(await writer.get(flats, 'a')).toBeNull();
      expect(await writer.projections()).toMatchObject([
        { name: 'flats', cursor: null },
        { name: 'houses', cursor: at(1) },
      ]);
    });

    it('lets only one of two writers make the same step', async () => {
      const { writer, openSecondWriter } = opened();
      const second = await openSecondWriter();
      await writer.prepare(flats);
      await second.prepare(flats);
      const results = await Promise.allSettled([
        writer.apply(step([put(flat('a', { size: 1 }))], null, at(1))),
        second.apply(step([put(flat('a', { size: 2 }))], null, at(1))),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await writer.get(flats, 'a'))?.size).toBe(results[0].status === 'fulfilled' ? 1 : 2);
      await second.close();
    });

    it('lets a reader see what a writer has committed', async () => {
      const { writer, openReader } = opened();
      await writer.prepare(flats);
      const reader = await openReader();
      expect(await reader.count(flats, everything)).toBe(0);
      for (let n = 1; n <= 20; n += 1) {
        await writer.apply(step([put(flat(`f${n}`))], n === 1 ? null : at(n - 1), at(n)));
        expect(await reader.count(flats, everything)).toBe(n);
        expect(await reader.projections()).toMatchObject([{ cursor: at(n) }]);
      }
      await reader.close();
    });

    it('remembers what stopped a projection, until told otherwise', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      const stopped = { eventId: 'e1', message: 'no such flat' };
      await writer.markStopped(flats, stopped);
      expect(await writer.projections()).toMatchObject([{ stopped }]);
      await writer.markStopped(flats, null);
      expect(await writer.projections()).toMatchObject([{ stopped: null }]);
    });
  });
}
