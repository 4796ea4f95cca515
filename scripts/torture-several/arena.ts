import { authorizeNewAccount } from '../support/authorize.js';
import type { Person } from '../support/person.js';
import type { Arena } from '../support/races/arena.js';
import { giverOf } from './give.js';
import type { OnBoth, Operators } from './operators.js';

const TRIES = 5;

/** On a machine that is busy enough a browser gives up, and its owner begins again. */
async function authorizePatiently(person: Person, nickname: string): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await authorizeNewAccount(person, nickname);
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error && error.name === 'TimeoutError')) throw error;
    }
  }
}

/** Which process is the first contender's and which the second's. */
export type Facing = readonly [first: 0 | 1, second: 0 | 1];

/** An arena whose two sides are different processes. */
export interface ArenaOfTwo extends Arena {
  readonly owner: OnBoth;
  readonly recipient: OnBoth;
}

export async function arenaOf(installation: Operators, number: string, [first, second]: Facing) {
  const owner = await installation.operator(`owner-${number}`);
  const recipient = await installation.operator(`recipient-${number}`);
  const at = (side: 0 | 1) => ({ owner: giverOf(owner[side]), recipient: giverOf(recipient[side]) });
  const arena: ArenaOfTwo = {
    owner,
    recipient,
    sides: [at(first), at(second)],
    account: (of) => authorizePatiently((of === 'owner' ? owner : recipient)[second], `arena ${number}`),
  };
  return arena;
}
