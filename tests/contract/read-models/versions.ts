import { CollectionMissingError, IndexMissingError, type Collection } from '../../../src/read-models/port.js';
import { at, flat, flats, put, step, type Flat } from './flats.js';
import { openedForEach } from './opened.js';
import type { OpenReadModels } from './suite.js';

const renewed: Collection<Flat> = {
  name: 'flats',
  version: 2,
  indexes: { byFloor: (document) => [[document.floor]], bySize: (document) => [[String(document.size)]] },
};

export function versionsContract(open: OpenReadModels): void {
  describe('versions of a collection', () => {
    const opened = openedForEach(open);

    it('answers from the first version of a name at once', async () => {
      const { writer } = opened();
      expect(await writer.prepare(flats)).toEqual({
        name: 'flats',
        version: 1,
        cursor: null,
        active: true,
        stopped: null,
      });
    });

    it('finds a version again where it was', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a'))], null, at(1)));
      expect(await writer.prepare(flats)).toMatchObject({ cursor: at(1), active: true });
      expect(await writer.get(flats, 'a')).toEqual(flat('a'));
    });

    it('refuses queries of a collection that nobody prepared', async () => {
      const { writer } = opened();
      await expect(writer.get(flats, 'a')).rejects.toThrow(CollectionMissingError);
      await expect(writer.count(flats, { index: 'byFloor', prefix: [] })).rejects.toThrow(CollectionMissingError);
    });

    it('goes on answering from the old version until the new one is activated, for every reader', async () => {
      const { writer, openReader } = opened();
      const reader = await openReader();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a', { size: 1 }))], null, at(1)));
      expect(await writer.prepare(renewed)).toMatchObject({ version: 2, cursor: null, active: false });
      await writer.apply(step([put(flat('a', { size: 2 }), renewed)], null, at(1), renewed));

      for (const models of [writer, reader]) {
        expect((await models.get(renewed, 'a'))?.size).toBe(1);
        expect(await models.count(flats, { index: 'byLet', prefix: [] })).toBe(1);
        const unknown = models.count(renewed, { index: 'bySize', prefix: [] });
        await expect(unknown).rejects.toThrow(IndexMissingError);
        await expect(unknown).rejects.toMatchObject({ collection: 'flats', index: 'bySize' });
      }

      await writer.activate(renewed);
      for (const models of [writer, reader]) {
        expect((await models.get(renewed, 'a'))?.size).toBe(2);
        expect(await models.count(renewed, { index: 'bySize', prefix: ['2'] })).toBe(1);
        await expect(models.count(flats, { index: 'byLet', prefix: [] })).rejects.toThrow(IndexMissingError);
        expect(await models.projections()).toEqual([
          { name: 'flats', version: 2, cursor: at(1), active: true, stopped: null },
        ]);
      }
      await reader.close();
    });

    it('keeps the documents and positions of two versions apart', async () => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.prepare(renewed);
      await writer.apply(step([put(flat('a', { size: 1 }))], null, at(5)));
      await writer.apply(step([put(flat('b', { size: 2 }), renewed)], null, at(3), renewed));
      expect(await writer.load(flats, ['a', 'b'])).toEqual([flat('a', { size: 1 }), null]);
      expect(await writer.load(renewed, ['a', 'b'])).toEqual([null, flat('b', { size: 2 })]);
      expect((await writer.projections()).map(({ cursor }) => cursor)).toEqual([at(5), at(3)]);
    });

    it('empties a version and puts it back to the beginning', async () => {
      const { writer, openReader } = opened();
      const reader = await openReader();
      await writer.prepare(flats);
      await writer.apply(step([put(flat('a', { tags: ['red'] }))], null, at(1)));
      expect(await reader.count(flats, { index: 'byTag', prefix: ['red'] })).toBe(1);
      await writer.markStopped(flats, { eventId: 'e', message: 'm' });
      await writer.reset(flats);
      for (const models of [writer, reader]) {
        expect(await models.get(flats, 'a')).toBeNull();
        expect(await models.count(flats, { index: 'byTag', prefix: ['red'] })).toBe(0);
        expect(await models.projections()).toMatchObject([{ cursor: null, stopped: null, active: true }]);
      }
      await writer.apply(step([put(flat('a'))], null, at(1)));
      expect(await reader.get(flats, 'a')).toEqual(flat('a'));
      await reader.close();
    });
  });
}
