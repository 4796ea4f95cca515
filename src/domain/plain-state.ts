import type { StreamKind } from './stream-kind.js';

/** What an event takes in a state that is made of many, roughly, in characters. */
const CHARACTERS_OF_AN_EVENT = 256;

/**
 * For a stream whose state is plain JSON, and of the size of its newest event, however many came before.
 *
 * @param version changes with the state's shape
 * @param every events from one snapshot to the next: few where they are large
 */
export const plainState = <State>(
  version: number,
  every: number,
): Required<Pick<StreamKind<State>, 'snapshot' | 'weigh'>> => ({
  snapshot: { version, every, save: (state) => state, restore: (saved) => saved as State },
  weigh: (state) => JSON.stringify(state).length / CHARACTERS_OF_AN_EVENT,
});
