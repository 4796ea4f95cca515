import type { Progress } from '../../read-models/progress.js';
import type { Timer } from './timer.js';

export interface Until {
  /** Whether what is waited for has moved since one looked. */
  readonly moved: () => boolean;
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/** Resolves at the first advance that has moved it, after the time, or when the signal aborts; leaves nothing behind. */
export function waitForAdvance(progress: Progress, timer: Timer, until: Until): Promise<void> {
  const { moved, milliseconds, signal } = until;
  return new Promise((resolve) => {
    if (signal.aborted || moved()) {
      resolve();
      return;
    }
    const done = (): void => {
      stopListening();
      stopTimer();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stopListening = progress.onAdvance(() => {
      if (moved()) done();
    });
    const stopTimer = timer.after(milliseconds, done);
    signal.addEventListener('abort', done);
  });
}
