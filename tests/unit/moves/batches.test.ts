import { batches } from '../../../src/moves/batches.js';
import type { MovableCommand, Room } from '../../../src/event-store/moving.js';
import { collect } from '../../contract/event-store/consume.js';
import { inTurn, movable } from './movable.js';

const ROOM: Room = { events: 3, characters: 1_000 };

const idsOf = async (commands: readonly MovableCommand[], room: Room = ROOM): Promise<string[][]> =>
  (await collect(batches(inTurn(commands), room))).map((batch) => batch.map(({ command }) => command.id));

describe('what is moved at once', () => {
  it('is as many whole commands as there is room for', async () => {
    const commands = ['a', 'b', 'c', 'd'].map((id) => movable({ id, texts: ['1', '2'].slice(0, id === 'b' ? 1 : 2) }));
    expect(await idsOf(commands)).toEqual([['a', 'b'], ['c'], ['d']]);
  });

  it('is one command at least, however large', async () => {
    const large = movable({ id: 'large', texts: ['1', '2', '3', '4', '5'] });
    const long = movable({ id: 'long', texts: ['x'.repeat(5_000)] });
    expect(await idsOf([large, long, movable({ id: 'small' })])).toEqual([['large'], ['long'], ['small']]);
  });

  it('holds no two commands whose ids differ in case alone', async () => {
    expect(await idsOf([movable({ id: 'key' }), movable({ id: 'Key' }), movable({ id: 'KEY' })])).toEqual([
      ['key'],
      ['Key'],
      ['KEY'],
    ]);
  });

  it('is nothing of an empty log', async () => {
    expect(await idsOf([])).toEqual([]);
  });
});
