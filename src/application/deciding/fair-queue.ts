import { TryAgainError } from '../answer.js';

interface Waiter {
  readonly grant: () => void;
}

/** Who waits for a key that someone holds, by lane. */
type Line = Map<string, Waiter[]>;

/**
 * Lets one command at a time write a stream, in turn among lanes (a lane is an acting tenant): one tenant's storm of
 * commands does not keep another's single command waiting behind it. It only saves conflicts; what is right is decided
 * by the event store.
 */
export class FairQueue {
  readonly #lines = new Map<string, Line>();

  /**
   * Runs `work` while holding all the keys. Keys are taken in order, so that two commands never wait for each other.
   *
   * @throws TryAgainError when the turn does not come before the deadline (milliseconds since 1970)
   */
  async run<T>(keys: readonly string[], lane: string, deadline: number, work: () => Promise<T>): Promise<T> {
    const held: string[] = [];
    try {
      for (const key of [...new Set(keys)].sort()) {
        await this.#acquire(key, lane, deadline);
        held.push(key);
      }
      return await work();
    } finally {
      for (const key of held.reverse()) this.#release(key);
    }
  }

  #acquire(key: string, lane: string, deadline: number): Promise<void> | undefined {
    const line = this.#lines.get(key);
    if (line === undefined) {
      this.#lines.set(key, new Map());
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        grant: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(
        () => {
          removeWaiter(line, lane, waiter);
          reject(new TryAgainError('Too many commands wait for the same things.'));
        },
        Math.max(0, deadline - Date.now()),
      );
      const waiting = line.get(lane);
      if (waiting === undefined) line.set(lane, [waiter]);
      else waiting.push(waiter);
    });
  }

  #release(key: string): void {
    const line = this.#lines.get(key);
    if (line === undefined) return;
    const next = nextInTurn(line);
    if (next === undefined) this.#lines.delete(key);
    else next.grant();
  }
}

/** Takes the first lane's first waiter, and puts that lane at the end. */
function nextInTurn(line: Line): Waiter | undefined {
  for (const [lane, waiting] of line) {
    line.delete(lane);
    const next = waiting.shift();
    if (waiting.length > 0) line.set(lane, waiting);
    if (next !== undefined) return next;
  }
  return undefined;
}

function removeWaiter(line: Line, lane: string, waiter: Waiter): void {
  const waiting = line.get(lane);
  if (waiting === undefined) return;
  const at = waiting.indexOf(waiter);
  if (at >= 0) waiting.splice(at, 1);
  if (waiting.length === 0) line.delete(lane);
}
