import { EventStoreDamagedError } from '../errors.js';
import type { Origin } from '../moving.js';

/** Metadata of an event that was moved here: where it stood before. Readers leave it out. */
export const MOVED_FROM = 'movedFrom';

/** `epoch:position` for each earlier epoch, separated by spaces. */
export const formatOrigins = (origins: readonly Origin[]): string =>
  origins.map(({ epoch, position }) => `${epoch}:${position}`).join(' ');

/** @throws EventStoreDamagedError */
export function parseOrigins(text: unknown): readonly Origin[] {
  if (text === undefined) return [];
  if (typeof text !== 'string' || !/^\d+:\d+( \d+:\d+)*$/.test(text)) {
    throw new EventStoreDamagedError(
      `The event store is damaged: it says of an event that it stood at ${typeof text}.`,
    );
  }
  return text.split(' ').map((one) => {
    const [epoch = '', position = ''] = one.split(':');
    return { epoch: Number(epoch), position: BigInt(position) };
  });
}
