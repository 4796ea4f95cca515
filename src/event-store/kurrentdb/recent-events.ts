import type { StoredEvent } from '../port.js';

/** An event with its position in the server's log. */
export interface Placed {
  readonly position: bigint;
  readonly event: StoredEvent;
}

/** At least so many are kept, once there are as many, and less than twice as many. */
const KEPT = 512;

/**
 * The newest events that were read here, without a gap: whoever reads the log a moment after somebody else did need not
 * have them sent once more. What was read elsewhere in the log is not kept.
 */
export class RecentEvents {
  /** Every event behind this position and up to the last one kept is here. */
  private begin: bigint | null = null;
  private kept: Placed[] = [];

  /** An event, and what it stands directly behind: another event, or where a read began. */
  add(before: bigint, placed: Placed): void {
    const end = this.end;
    if (end !== null && before < end) return;
    if (end !== before) [this.begin, this.kept] = [before, []];
    this.kept.push(placed);
    if (this.kept.length < 2 * KEPT) return;
    const dropped = this.kept.splice(0, this.kept.length - KEPT);
    this.begin = dropped.at(-1)?.position ?? before;
  }

  /** Those behind a position, as far as they are known; none where there may be others in between. */
  after(position: bigint): readonly Placed[] {
    return this.begin === null || position < this.begin ? [] : this.kept.slice(this.firstBehind(position));
  }

  /** Whether one of those that are kept stands there. */
  has(position: bigint): boolean {
    return this.kept[this.firstBehind(position) - 1]?.position === position;
  }

  private get end(): bigint | null {
    return this.kept.at(-1)?.position ?? this.begin;
  }

  private firstBehind(position: bigint): number {
    return this.kept.findLastIndex((placed) => placed.position <= position) + 1;
  }
}
