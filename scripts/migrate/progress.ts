import type { MovePhase, MoveProgress } from '../../src/moves/move-log.js';

/** How far back the rate looks, milliseconds. */
const WINDOW_MS = 15_000;

interface Seen {
  readonly at: number;
  readonly events: number;
  readonly part: number;
}

/** What is said of a move while it is under way: how much is done, how fast it goes, and how long the rest takes. */
export class MoveProgressLine {
  private phase: MovePhase | null = null;
  private seen: Seen[] = [];

  /** @param now milliseconds */
  line({ phase, events, part }: MoveProgress, now: number): string {
    if (phase !== this.phase) [this.phase, this.seen] = [phase, []];
    this.seen.push({ at: now, events, part });
    while (this.seen.length > 2 && now - (this.seen[1]?.at ?? now) > WINDOW_MS) this.seen.shift();
    const done = `${phase}: ${(100 * part).toFixed(1)}%, ${events} events`;
    const first = this.seen[0];
    if (first === undefined || now - first.at < 1) return done;
    const seconds = (now - first.at) / 1_000;
    const left = part > first.part ? Math.round(((1 - part) * seconds) / (part - first.part)) : null;
    const rate = `${done}, ${Math.round((events - first.events) / seconds)}/s`;
    return left === null ? rate : `${rate}, ${durationOf(left)} left`;
  }
}

/** `1:02:03` or `2:03`. */
function durationOf(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
