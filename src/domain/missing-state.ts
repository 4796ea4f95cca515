/** A decision was asked for without a state that it rests on: a mistake of the caller, never of who sent the command. */
export class MissingStateError extends Error {
  readonly code = 'MISSING_STATE';
  constructor(readonly id: string) {
    super(`The state of ${id} was not loaded for this decision.`);
    this.name = new.target.name;
  }
}

/** @throws MissingStateError */
export function stateOf<State>(states: ReadonlyMap<string, State>, id: string): State {
  const state = states.get(id);
  if (state === undefined) throw new MissingStateError(id);
  return state;
}
