import type { MoveProgress } from '../../src/moves/move-log.js';
import { MoveProgressLine } from './progress.js';

/** A terminal's line is written anew so often, elsewhere another one follows; milliseconds. */
const ON_TERMINAL_MS = 250;
const ELSEWHERE_MS = 5_000;

/** One line that tells of a move. */
export function moveDisplay(to: NodeJS.WriteStream): { show(progress: MoveProgress): void; end(): void } {
  const line = new MoveProgressLine();
  const every = to.isTTY ? ON_TERMINAL_MS : ELSEWHERE_MS;
  let last = -Infinity;
  let looked = 0;
  return {
    show(progress) {
      // The clock costs more than a comparison of two commands.
      if ((looked += 1) % 16 !== 0 && progress.phase === 'comparing') return;
      const now = performance.now();
      if (now - last < every) return;
      last = now;
      const text = line.line(progress, now);
      to.write(to.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
    },
    end() {
      if (to.isTTY && last > 0) to.write('\r\u001B[K');
    },
  };
}
