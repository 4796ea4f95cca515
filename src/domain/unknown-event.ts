import type { DomainEvent } from './event.js';

/** The log holds an event that this version of the software does not know: never skipped, never guessed at. */
export class UnknownEventError extends Error {
  readonly code = 'UNKNOWN_EVENT';
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
    readonly prefix: string,
  ) {
    super(`Streams ${prefix}… know no event ${type} of version ${schemaVersion}.`);
    this.name = new.target.name;
  }
}

/**
 * The upcaster of a stream kind whose events all have their first shape still. When one gets a second shape, its kind
 * writes an upcaster of its own that changes the first into it.
 *
 * @throws UnknownEventError (the function that is returned)
 */
export function firstShapes<E extends DomainEvent>(
  prefix: string,
  types: Readonly<Record<E['type'], true>>,
): (type: string, schemaVersion: number, data: unknown) => E {
  return (type, schemaVersion, data) => {
    if (schemaVersion !== 1 || !Object.hasOwn(types, type)) throw new UnknownEventError(type, schemaVersion, prefix);
    // The log holds what deciders wrote under this type and version, hence in this shape.
    return { type, data } as E;
  };
}
