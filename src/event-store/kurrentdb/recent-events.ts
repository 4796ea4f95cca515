import type { StoredEvent } from '../port.js';

/** An event with its position in the server's log. */
export interface Placed {
  readonly position: bigint;
  readonly event: StoredEvent;
}

/** All events behind a position, up to the last of these. */
export interface News {
  readonly behind: bigint;
  readonly placed: readonly Placed[];
}

/** At least so many are kept, once there are as many, and less than twice as many. */
const KEPT = 512;
/** But none from further back than that in the server's log, bytes: events may be large. */
const MOST_SPAN = 64n * 1_024n * 1_024n;

/**
 * The newest events that were read here or by another thread, without a gap: whoever reads the log a moment after
 * somebody else did need not have them sent once more. What was read elsewhere in the log is not kept.
 */
export class RecentEvents {
  private kept: Placed[] = [];

  /** @param begin every event behind this position and up to the last one kept is here */
  constructor(private begin: bigint) {}

  /** Where the newest of them stands, or where they begin. */
  get end(): bigint {
    return this.kept.at(-1)?.position ?? this.begin;
  }

  /** Begins anew behind a position, unless more is known. */
  startAt(position: bigint): void {
    if (this.end < position) [this.begin, this.kept] = [position, []];
  }

  /** An event, and what it stands directly behind: another event, or where a read began. */
  add(before: bigint, placed: Placed): void {
    this.startAt(before);
    if (this.end !== before) return;
    this.kept.push(placed);
    this.forget();
  }

  /** What another thread has read: of what goes on from what is known here, that which is new. */
  addAll({ behind, placed: events }: News): void {
    this.startAt(behind);
    for (const placed of events) if (placed.position > this.end) this.add(this.end, placed);
  }

  /** Those behind a position, as far as they are known; none where there may be others in between. */
  after(position: bigint): readonly Placed[] {
    return position < this.begin ? [] : this.kept.slice(this.firstBehind(position));
  }

  /** Those behind a position, or all that are kept if there may be others in between, and what they stand behind. */
  news(position: bigint): News {
    const behind = position < this.begin ? this.begin : position;
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

  private forget(): void {
    const { kept, end } = this;
    const far = kept.findIndex(({ position }) => end - position <= MOST_SPAN);
    const surplus = kept.length < 2 * KEPT ? 0 : kept.length - KEPT;
    this.begin = kept.splice(0, Math.max(far, surplus)).at(-1)?.position ?? this.begin;
  }

  private firstBehind(position: bigint): number {
    return this.kept.findLastIndex((placed) => placed.position <= position) + 1;
  }
}
