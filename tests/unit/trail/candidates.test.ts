import { describe, expect, it } from '@jest/globals';
import { BLOCK_SIZE } from '../../../projections/search/postings.js';
import { candidates, type Found } from '../../../src/application/trail/candidates.js';

/** Events of ours in a log of which nearly everything is of others: blocks in which they stand, far apart. */
const BLOCKS = [3, 4, 1_000_000, 7_000_000];
const EVENTS = BLOCKS.map((block) => block * BLOCK_SIZE + 17);
const LAST = 9_000_000 * BLOCK_SIZE;

async function search(order: 'ascending' | 'descending', first = 0): Promise<readonly Found[]> {
  const nearest = (slot: number): Promise<number | null> => {
    const beyond = order === 'ascending' ? EVENTS.find((at) => at >= slot) : EVENTS.findLast((at) => at <= slot);
    return Promise.resolve(beyond ?? null);
  };
  const nothing = { getMany: (_: unknown, ids: readonly string[]) => Promise.resolve(ids.map(() => null)) };
  const everything = { clauses: [], from: null, until: null };
  const found: Found[] = [];
  for await (const step of candidates(nothing, everything, { first, last: LAST }, order, nearest)) found.push(step);
  return found;
}

describe('where events can be in a log that others write too', () => {
  it.each(['ascending', 'descending'] as const)('passes over what lies between them, %s', async (order) => {
    const found = await search(order);
    expect(found.length).toBeLessThan(10);
    const slots = new Set(found.flatMap((step) => step.slots));
    expect(EVENTS.filter((slot) => !slots.has(slot))).toEqual([]);
  });

  it('says at its end that all was looked at', async () => {
    expect((await search('ascending')).at(-1)).toEqual({ slots: [], through: LAST });
    expect((await search('descending', 9_000)).at(-1)?.through).toBe(9_000);
    expect(await search('ascending', (EVENTS.at(-1) ?? 0) + 1)).toEqual([{ slots: [], through: LAST }]);
  });

  it('looks at nothing in front of where it begins', async () => {
    const [first] = await search('ascending', 4 * BLOCK_SIZE + 5);
    expect(first?.slots[0]).toBe(4 * BLOCK_SIZE + 5);
  });
});
