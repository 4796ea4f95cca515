import type { EventToWrite } from '../event.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { PersonEvent } from './events.js';
import type { PersonState } from './state.js';

const PREFIX = 'person-';

/** `person-{id}`: what became of one random id of the directory. */
export const personStream: StreamKind<PersonState, PersonEvent> = {
  prefix: PREFIX,
  initial: { isForgotten: false },
  evolve: () => ({ isForgotten: true }),
  upcast: firstShapes<PersonEvent>(PREFIX, { PersonForgotten: true }),
};

/** It concerns no tenant, since a person may have acted for several: auditors see it, and nobody else. */
export const toPerson = (event: PersonEvent): EventToWrite<PersonEvent> => ({
  stream: streamOf(personStream, event.data.personId),
  event,
  tenant: '',
});
