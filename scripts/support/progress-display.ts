import { statSync } from 'node:fs';
import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something is: a bar on a terminal, elsewhere a line for each tenth. */
export interface ProgressDisplay {
  show(done: number, total: number): void;
  end(): void;
}

/**
 * @param what is counted, e.g. `events`
 * @param to standard error where standard output is data
 */
export const progressDisplay = (what: string, to: NodeJS.WriteStream = process.stdout): ProgressDisplay =>
  to.isTTY ? bar(what, to) : lines(what, to);

/** Beside data that go to a file or, where there is none, to standard output: null where that is the same terminal. */
export const progressBeside = (file: string | undefined, what: string): ProgressDisplay | null =>
  file === undefined && process.stdout.isTTY ? null : progressDisplay(what, process.stderr);

const MEGABYTE = 1_000_000;

export interface FileProgress {
  readonly told: (bytes: number) => void;
  readonly end: () => void;
}

/** How much of a file was read, in megabytes. */
export function fileProgress(path: string, to?: NodeJS.WriteStream): FileProgress {
  const megabytes = (bytes: number): number => Math.ceil(bytes / MEGABYTE);
  const display = progressDisplay('MB', to);
  const total = megabytes(statSync(path).size);
  return { told: (bytes) => display.show(Math.min(megabytes(bytes), total), total), end: () => display.end() };
}

/** What takes less is done before anybody wonders, milliseconds. */
const SHOWN_AFTER = 2_000;

/** A display that shows nothing of what is done at once, nor where there is none. */
export function progressOnceSlow(display: ProgressDisplay | null): ProgressDisplay {
  const begun = Date.now();
  return {
    show: (done, total) => {
      if (Date.now() - begun > SHOWN_AFTER) display?.show(done, total);
    },
    end: () => display?.end(),
  };
}

function bar(what: string, stream: NodeJS.WriteStream): ProgressDisplay {
  const format = `{bar} {percentage}% | {value} of {total} ${what}`;
  const single = new SingleBar({ format, stream }, Presets.shades_classic);
  let started = false;
  return {
    show: (done, total) => {
      if (!started) single.start(total, 0);
      started = true;
      single.update(done);
    },
    end: () => single.stop(),
  };
}

function lines(what: string, to: NodeJS.WriteStream): ProgressDisplay {
  let shown = 0;
  return {
    show: (done, total) => {
      const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
      if (tenth <= shown) return;
      shown = tenth;
      to.write(`${tenth * 10}% (${done} of ${total} ${what})\n`);
    },
    end: () => undefined,
  };
}
