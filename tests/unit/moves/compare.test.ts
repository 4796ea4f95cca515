import { compareSides, MoveDiffersError } from '../../../src/moves/compare.js';
import type { MovableCommand } from '../../../src/event-store/moving.js';
import { inTurn, movable, type Parts } from './movable.js';

const IDENTITY = { installation: 'a'.repeat(16), epoch: 1 };

const arrived = (parts: Parts): MovableCommand => {
  const position = parts.position ?? 1;
  return movable({ ...parts, origins: parts.origins ?? [{ epoch: 1, position: BigInt(position) }] });
};

const compare = (target: readonly MovableCommand[], source: readonly MovableCommand[]) =>
  compareSides({
    source: inTurn(source),
    target: inTurn(target),
    identity: IDENTITY,
    onProgress: () => undefined,
  });

describe('the two sides of a move', () => {
  const one = [movable({ id: 'c2', position: 3 })];
  const same = arrived({ id: 'c2', position: 3 });

  it('have one digest when they are the same, wherever the events stand', async () => {
    const { digest, events, commands } = await compare([same], one);
    expect({ events, commands }).toEqual({ events: 1, commands: 1 });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are the same whatever the order of metadata', async () => {
    const { event } = same.events[0];
    const reversed = Object.fromEntries(Object.entries(event.metadata).reverse()) as typeof event.metadata;
    const turned = arrived({ id: 'c2', position: 3, event: { metadata: reversed } });
    await expect(compare([turned], one)).resolves.toMatchObject({ events: 1 });
  });

  const { metadata } = same.events[0].event;
  it.each<[string, Parts]>([
    ['an id', { event: { id: 'other' } }],
    ['a type', { event: { type: 'CommunityUnbound' } }],
    ['a stream', { event: { stream: 'b' } }],
    ['a revision', { event: { revision: 7 } }],
    ['data', { event: { data: { text: 'other' } } }],
    ['a time', { event: { metadata: { ...metadata, occurredAt: '2026-01-02T03:04:05.679Z' } } }],
    ['a piece of metadata', { event: { metadata: { ...metadata, actor: 'other' } } }],
    ['a receipt', { id: 'other' }],
    ['an origin', { origins: [{ epoch: 1, position: 4n }] }],
    ['an origin of another epoch', { origins: [{ epoch: 2, position: 3n }] }],
  ])('differ by %s, and the event is named', async (_, parts) => {
    const differing = compare([arrived({ id: 'c2', position: 3, ...parts })], one);
    await expect(differing).rejects.toBeInstanceOf(MoveDiffersError);
    await expect(differing).rejects.toThrow('the command of event e3 (a@2)');
  });

  it('differ when one of them ends first', async () => {
    await expect(compare([], one)).rejects.toThrow('the command of event e3 (a@2) is missing');
    await expect(compare([same, arrived({ id: 'c3', position: 4 })], one)).rejects.toThrow(
      'the command of event e4 (a@3) is there beyond the end',
    );
  });
});
