import type { MovableCommand, MoveSource, MoveTarget } from '../event-store/moving.js';
import { batches } from './batches.js';
import { compareSides, type Compared } from './compare.js';

export type MovePhase = 'copying' | 'comparing';

export interface MoveProgress {
  readonly phase: MovePhase;
  /** Events so far, those of earlier runs included. */
  readonly events: number;
  /** How much of the log lies behind them, 0 to 1. */
  readonly part: number;
}

/** What copying came to. */
export interface Copied {
  /** Events that this run has moved. */
  readonly events: number;
  readonly seconds: number;
}

export interface MoveOptions {
  readonly source: MoveSource;
  readonly target: MoveTarget;
  readonly onProgress: (progress: MoveProgress) => void;
  /** Between copying and comparing. */
  readonly onCopied?: (copied: Copied) => Promise<void>;
}

/** The move cannot be begun, or gone on with. */
export class MoveRefusedError extends Error {
  readonly code = 'MOVE_REFUSED';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * Moves a log: all of it in its order, then reads both sides and compares them. Only when they are the same is the source
 * marked as moved, and after that the target as complete, so that at no moment both could be written. Interrupted
 * anywhere and called again, it goes on where it was.
 *
 * @returns null when all of it was done before
 * @throws MoveRefusedError, MoveDiffersError
 */
export async function moveLog(options: MoveOptions): Promise<Compared | null> {
  const { source, target } = options;
  if (target.isComplete) {
    if (source.movedTo === target.place) return null;
    throw new MoveRefusedError(`${target.place} holds this log as it was moved there before.`);
  }
  await source.hold(target.place);
  const head = await source.head();
  const copied = await copy(options, head);
  await options.onCopied?.(copied);
  const compared = await compare(options, head);
  await source.markMoved(target.place);
  await target.complete();
  return compared;
}

/** While one batch is on its way, the next one is read, put together and sent. */
async function copy(options: MoveOptions, head: bigint): Promise<Copied> {
  const { source, target } = options;
  const { position, events: before } = target.arrived ?? { position: source.beginning, events: 0 };
  let events = before;
  const underWay: Promise<void>[] = [];
  const began = performance.now();
  try {
    for await (const batch of batches(source.commands(position), target.room)) {
      const appended = target.append(batch);
      // It is awaited in its turn; until then nothing else listens.
      appended.catch(() => undefined);
      underWay.push(appended);
      if (underWay.length > 1) {
        await underWay[0];
        void underWay.shift();
      }
      events += batch.reduce((sum, command) => sum + command.events.length, 0);
      tell(options, 'copying', head, lastOf(batch), events);
    }
  } finally {
    // None is left alone, and the first that failed says why.
    await Promise.allSettled(underWay);
    await Promise.all(underWay);
  }
  return { events: events - before, seconds: (performance.now() - began) / 1_000 };
}

function compare(options: MoveOptions, head: bigint): Promise<Compared> {
  const { source, target } = options;
  return compareSides({
    source: source.commands(source.beginning),
    target: target.commands(),
    identity: source.identity,
    onProgress: (position, events) => tell(options, 'comparing', head, position, events),
  });
}

function tell({ source, onProgress }: MoveOptions, phase: MovePhase, head: bigint, position: bigint, events: number) {
  const { beginning } = source;
  const part = head === beginning ? 1 : Number(position - beginning) / Number(head - beginning);
  onProgress({ phase, events, part });
}

const lastOf = (batch: readonly MovableCommand[]): bigint => batch.at(-1)?.events.at(-1)?.position ?? 0n;
