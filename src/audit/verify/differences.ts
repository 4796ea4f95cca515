import type { Hash } from '../merkle/hashes.js';
import type { Found } from './found.js';
import type { Lookahead } from './lookahead.js';

/** One place where log and tree differ. */
export interface Difference {
  /** Place in the log, from 0; where nothing is found: of what is found next. */
  readonly foundAt: number;
  /** Place in the tree; where nothing was sealed: of what was sealed next. */
  readonly sealedAt: number;
  readonly found: Found | null;
  readonly sealed: Hash | null;
}

/** How far ahead log and tree are looked at for a place where they agree again. */
const FAR = 512;
/** As many neighbours must agree, so that a chance or a repetition is not taken for the place. */
const AGREEING = 2;

/**
 * How many events of the log, and how many leaves of the tree, to leave behind until both agree again; null where they do
 * not within reach. The fewest are left behind.
 */
export async function distanceToAgreement(
  log: Lookahead<Found>,
  tree: Lookahead<Hash>,
): Promise<readonly [number, number] | null> {
  for (let both = 1; both <= FAR; both += 1) {
    for (let extra = 0; extra <= both + 1; extra += 1) {
      // Equally many on both sides first: that is what a changed or swapped event looks like.
      const fromLog = Math.floor(both / 2) + (extra % 2 === 0 ? extra / 2 : -(extra + 1) / 2);
      const fromTree = both - fromLog;
      if (fromLog < 0 || fromTree < 0) continue;
      if (await agree(log, tree, fromLog, fromTree)) return [fromLog, fromTree];
    }
  }
  return null;
}

async function agree(
  log: Lookahead<Found>,
  tree: Lookahead<Hash>,
  fromLog: number,
  fromTree: number,
): Promise<boolean> {
  for (let further = 0; further < AGREEING; further += 1) {
    const [found, sealed] = [await log.peek(fromLog + further), await tree.peek(fromTree + further)];
    // Where the tree ends nothing contradicts: what stands in the log behind it is not sealed yet.
    if (sealed === undefined) return found === undefined || further > 0 || fromLog === fromTree;
    if (found?.hash.equals(sealed) !== true) return false;
  }
  return true;
}
