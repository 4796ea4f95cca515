import type { StoredEvent } from '../port.js';

/** An event with its position in the server's log. */
export interface Placed {
  readonly position: bigint;
  readonly event: StoredEvent;
}

/** At least so many are kept, once there are as many, and less than twice as many. */
const KEPT = 512;
/** But none from further back than that in the server's log, bytes: events may be large. */
const MOST_SPAN = 64n * 1_024n * 1_024n;

/**
 * The newest events that were read here, without a gap: whoever reads the log a moment after somebody else did need not
 * have them sent once more. What was read elsewhere in the log is not kept.
 */
export class RecentEvents {
  /** Every event behind this position and up to the last one kept is here. */
  private begin: bigint | null = null;
  private kept: Placed[] = [];

  /** Where the newest of them stands, or where they begin; null as long as nothing is known. */
  get end(): bigint | null {
    return this.kept.at(-1)?.position ?? this.begin;
  }

  /** Begins anew behind a position, unless more is known. */
  startAt(position: bigint): void {
    if (this.end === null || this.end < position) [this.begin, this.kept] = [position, []];
  }

  /** An event, and what it stands directly behind: another event, or where a read began. */
  add(before: bigint, placed: Placed): void {
    this.startAt(before);
    if (this.end !== before) return;
    this.kept.push(placed);
    this.forget(placed.position);
  }

  /** All events behind a position, up to the last of these. */
  addAll(behind: bigint, events: readonly Placed[]): void {
    this.startAt(behind);
    for (const placed of events) {
      const { end } = this;
      if (end !== null && end < placed.position) this.add(end, placed);
    }
  }

  /** Those behind a position, as far as they are known; none where there may be others in between. */
  after(position: bigint): readonly Placed[] {
    return this.begin === null || position < this.begin ? [] : this.kept.slice(this.firstBehind(position));
  }

  /** Those behind a position, or all that are kept if there may be others in between, and what they stand behind. */
  news(position: bigint | null): { readonly behind: bigint; readonly placed: readonly Placed[] } | null {
    if (this.begin === null) return null;
    const behind = position === null || position < this.begin ? this.begin : position;
    return { behind, placed: this.after(behind) };
  }

  /** Whether one of those that are kept stands there. */
  has(position: bigint): boolean {
    return this.before(position, 0) !== null;
  }

  /** So many before the one that stands there, the nearest first; null when not so many are kept. */
  before(position: bigint, count: number): readonly Placed[] | null {
    const index = this.firstBehind(position) - 1;
    if (index < count || this.kept[index]?.position !== position) return null;
    return this.kept.slice(index - count, index).reverse();
  }

  private forget(end: bigint): void {
    const { kept } = this;
    const isNear = ({ position }: Placed): boolean => end - position <= MOST_SPAN;
    if (kept.length < 2 * KEPT && kept.slice(0, 1).every(isNear)) return;
    const dropped = kept.splice(0, Math.max(kept.findIndex(isNear), kept.length - KEPT, 0));
    this.begin = dropped.at(-1)?.position ?? this.begin;
  }

  private firstBehind(position: bigint): number {
    return this.kept.findLastIndex((placed) => placed.position <= position) + 1;
  }
}
