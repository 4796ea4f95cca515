/** Time as feeds need it. */
export interface Timer {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after the time. Returns how to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Longest time that Node's timers can wait. */
const LONGEST = 2 ** 31 - 1;

export const systemTimer: Timer = {
  now: Date.now,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(milliseconds, 0), LONGEST));
    return () => clearTimeout(timer);
  },
};
