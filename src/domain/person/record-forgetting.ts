import { accept, UNCHANGED, type Decision } from '../decision.js';
import { toPerson } from './person-stream.js';
import type { PersonState } from './state.js';

export interface RecordForgetting {
  readonly person: PersonState;
  readonly personId: string;
}

/** That somebody was erased in the directory stands in the trail, once. */
export const decideRecordForgetting = ({ person, personId }: RecordForgetting): Decision =>
  person.isForgotten ? UNCHANGED : accept([toPerson({ type: 'PersonForgotten', data: { personId } })]);
