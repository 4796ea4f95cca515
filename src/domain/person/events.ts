import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `person-{id}`: what happened to somebody in the directory of people. */

/** Subject and name were erased there. Nothing here says who it was but the random id that events carry anyway. */
export type PersonForgotten = DomainEvent<'PersonForgotten', { readonly personId: string }>;

export type PersonEvent = PersonForgotten;
