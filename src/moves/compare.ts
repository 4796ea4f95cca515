import type { LogIdentity, MovableCommand, Origin } from '../event-store/moving.js';
import { LogDigest, textOf } from './digest.js';

/** The two sides are not the same log. */
export class MoveDiffersError extends Error {
  readonly code = 'MOVE_DIFFERS';
  constructor(what: string) {
    super(`The log did not arrive as it was: ${what}. The source is as it was; empty the target and move again.`);
    this.name = new.target.name;
  }
}

export interface Compared {
  readonly events: number;
  readonly commands: number;
  /** SHA-256 over all commands and events: of both sides, which are the same text. */
  readonly digest: string;
}

export interface Sides {
  readonly source: AsyncIterable<MovableCommand>;
  readonly target: AsyncIterable<MovableCommand>;
  readonly identity: LogIdentity;
  /** Told with the place in the source, now and again. */
  readonly onProgress: (position: bigint, events: number) => void;
}

/**
 * Reads both sides to their ends, one command of each at a time.
 *
 * @param identity of the source
 * @throws MoveDiffersError naming the first event that is not the same, or is not found by where it stood
 */
export async function compareSides({ source, target, identity, onProgress }: Sides): Promise<Compared> {
  const digest = new LogDigest();
  const arrived = target[Symbol.asyncIterator]();
  let commands = 0;
  try {
    for await (const command of source) {
      const next = await arrived.next();
      if (next.done === true) throw new MoveDiffersError(`${nameOf(command)} is missing`);
      const moved = next.value;
      const [told, found] = [textOf(command), textOf(moved)];
      if (told !== found) throw new MoveDiffersError(`${nameOf(command)} is not the same`);
      checkOrigins(command, moved, identity.epoch);
      digest.add(told, command.events.length);
      commands += 1;
      onProgress(command.events.at(-1)?.position ?? 0n, digest.events);
    }
    const more = await arrived.next();
    if (more.done !== true) throw new MoveDiffersError(`${nameOf(more.value)} is there beyond the end`);
  } finally {
    await arrived.return?.();
  }
  return { events: digest.events, commands, digest: digest.hex() };
}

/** Cursors of all earlier epochs must lead to the event. */
function checkOrigins(command: MovableCommand, moved: MovableCommand, epoch: number): void {
  command.events.forEach(({ position, origins }, at) => {
    const expected = textOfOrigins([{ epoch, position }, ...origins]);
    if (textOfOrigins(moved.events[at]?.origins ?? []) !== expected) {
      throw new MoveDiffersError(`${nameOf(command)} is not found by where it stood`);
    }
  });
}

const textOfOrigins = (origins: readonly Origin[]): string =>
  origins.map(({ epoch, position }) => `${epoch}:${position}`).join(' ');

function nameOf({ events }: MovableCommand): string {
  const { id, stream, revision } = events[0].event;
  return `the command of event ${id} (${stream}@${revision})`;
}
