import type { Progress } from '../../read-models/progress.js';
import type { Timer } from './timer.js';

/** Resolves at the first advance that is not among those `seen`, after the time, or when the signal aborts; leaves nothing behind. */
export function waitForAdvance(
  progress: Progress,
  timer: Timer,
  until: { readonly seen: number; readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve) => {
    if (until.signal.aborted || progress.advances() !== until.seen) {
      resolve();
      return;
    }
    const done = (): void => {
      stopListening();
      stopTimer();
      until.signal.removeEventListener('abort', done);
      resolve();
    };
    const stopListening = progress.onAdvance(done);
    const stopTimer = timer.after(until.milliseconds, done);
    until.signal.addEventListener('abort', done);
  });
}
