import type { Seal } from '../seal.js';

/** What was done to the record, as far as it can be told. */
export type Damage =
  | 'EVENT_CHANGED'
  | 'EVENT_REMOVED'
  | 'EVENT_INSERTED'
  | 'EVENT_MOVED'
  | 'EVENT_UNREADABLE'
  | 'HISTORY_REWRITTEN'
  | 'TREE_CHANGED'
  | 'SEAL_FORGED'
  | 'SEAL_MISSING'
  | 'LINE_DAMAGED';

/** Something that is not as it was sealed. */
export interface Finding {
  readonly damage: Damage;
  /** For people: one sentence. */
  readonly message: string;
  /** Place among all events, from 0, where it is about one: as sealed, or as found where it never was sealed. */
  readonly index: number | null;
  /** Of the event found there; null where none is. */
  readonly eventId: string | null;
  /** Where it is about one line of an export: from 1. */
  readonly line?: number;
  /** Sizes of the sealed trees on either side; null where there is none. */
  readonly between: readonly [number | null, number | null];
}

/** Finds the seals on either side of an event. */
export class Neighbours {
  /** @param seals smallest tree first */
  constructor(private readonly seals: readonly Seal[]) {}

  /** Of the event at `index`: the last seal in front of it, and the first that covers it. */
  of(index: number): readonly [Seal | null, Seal | null] {
    let [low, high] = [0, this.seals.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.seals[middle]?.treeSize ?? 0) > index) high = middle;
      else low = middle + 1;
    }
    return [this.seals[low - 1] ?? null, this.seals[low] ?? null];
  }
}

export const sizesOf = ([before, after]: readonly [Seal | null, Seal | null]): Finding['between'] => [
  before?.treeSize ?? null,
  after?.treeSize ?? null,
];

/** `between the seal of 10 events (2026-…) and that of 20 (2026-…)` */
export function tellBetween([before, after]: readonly [Seal | null, Seal | null]): string {
  const tell = ({ treeSize, sealedAt }: Seal): string => `${treeSize} events (${sealedAt})`;
  if (before === null) return after === null ? 'where nothing is sealed' : `before the seal of ${tell(after)}`;
  if (after === null) return `behind the last seal, of ${tell(before)}`;
  return `between the seal of ${tell(before)} and that of ${tell(after)}`;
}
