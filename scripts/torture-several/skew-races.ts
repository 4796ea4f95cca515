import { setTimeout as delay } from 'node:timers/promises';
import { UnexpectedError } from '../support/expectations.js';
import type { Prepare } from '../support/races/skews.js';
import { arenaOf, type Facing } from './arena.js';
import type { Operators } from './operators.js';
import type { Tally } from './tally.js';

/** The first of two contenders starts up to 2^7 milliseconds before the other, most often much less. */
const LONGEST_LEAD = 7;

export interface SkewOptions {
  readonly prepare: Prepare;
  /** Which of the two starts first. */
  readonly first: 0 | 1;
  readonly random: () => number;
}

/** Rounds of a write skew whose two contenders are on different processes. */
export async function skewRaces(
  installation: Operators,
  number: string,
  facing: Facing,
  tally: Tally,
  { prepare, first, random }: SkewOptions,
) {
  const arena = await arenaOf(installation, `skew-${number}`, facing);
  const next = await prepare(arena);
  return async (): Promise<void> => {
    const { contenders, bothMay = false, after } = await next();
    const lead = 2 ** (random() * LONGEST_LEAD) - 1;
    const started = contenders.map(async (contend, index) => {
      if (index !== first) await delay(lead);
      return contend(arena.sides[index as 0 | 1]);
    });
    const outcomes = await Promise.all(started);
    const accepted = outcomes.map(({ ok }) => ok);
    const winners = accepted.filter((ok) => ok).length;
    if (winners !== 1 && !(bothMay && winners === 2)) {
      throw new UnexpectedError(`${winners} of two were accepted: ${JSON.stringify(outcomes)}`);
    }
    tally.count(winners === 2 ? 'both, one after the other' : `only the ${accepted[0] ? 'first' : 'second'}`);
    for (const outcome of outcomes) if (outcome.ok) tally.cursors.push(outcome.cursor);
    await after(accepted);
  };
}
