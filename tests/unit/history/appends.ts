import fc from 'fast-check';
import { MemoryLog } from '../projections/memory-log.js';
import { Story } from '../projections/story.js';

/** What could have happened, in appends of several events, at times that are not always in order. */
export interface Happened {
  readonly choices: readonly number[];
  /** Events of each append, over and over. */
  readonly sizes: readonly number[];
  /** Seconds from one append to the next, over and over. */
  readonly steps: readonly number[];
}

export const happened: fc.Arbitrary<Happened> = fc.record({
  choices: fc.array(fc.nat(5_000), { minLength: 5, maxLength: 80 }),
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
  steps: fc.array(fc.integer({ min: -3, max: 5 }), { minLength: 1, maxLength: 5 }),
});

const BEGIN = Date.UTC(2026, 0, 1);

/** A log of it: all events of an append have one command and one time. */
export function logOfAppends({ choices, sizes, steps }: Happened): MemoryLog {
  const log = new MemoryLog();
  const { events } = new Story(new MemoryLog()).go(choices).log;
  let seconds = 10;
  for (let next = 0, append = 0; next < events.length; append += 1) {
    const size = sizes[append % sizes.length] ?? 1;
    seconds += steps[append % steps.length] ?? 1;
    const occurredAt = new Date(BEGIN + seconds * 1_000).toISOString();
    for (const { stream, type, data } of events.slice(next, next + size)) {
      log.add(stream, type, data, { commandId: `c${append}`, occurredAt });
    }
    next += size;
  }
  return log;
}
