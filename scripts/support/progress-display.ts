import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something is: a bar on a terminal, elsewhere a line for each tenth. */
export interface ProgressDisplay {
  show(done: number, total: number): void;
  end(): void;
}

/** @param what is counted, e.g. `events` */
export const progressDisplay = (what: string): ProgressDisplay => (process.stdout.isTTY ? bar(what) : lines(what));

function bar(what: string): ProgressDisplay {
  const single = new SingleBar({ format: `{bar} {percentage}% | {value} of {total} ${what}` }, Presets.shades_classic);
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

function lines(what: string): ProgressDisplay {
  let shown = 0;
  return {
    show: (done, total) => {
      const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
      if (tenth <= shown) return;
      shown = tenth;
      console.log(`${tenth * 10}% (${done} of ${total} ${what})`);
    },
    end: () => undefined,
  };
}
