import type { Payload } from './person.js';

/** The story did not go as it should. */
export class UnexpectedError extends Error {}

export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new UnexpectedError(`Expected ${what}.`);
}

/** The success, or the end of the demo. */
export function succeeded<Success>(payload: Payload<Success>): Success {
  if (payload.code !== undefined) {
    throw new UnexpectedError(`Expected success, got ${payload.code}: ${payload.message}`);
  }
  return payload;
}

/** The refusal with this code, or the end of the demo. */
export function refused(payload: Payload<unknown>, code: string): string {
  if (payload.code !== code) {
    throw new UnexpectedError(`Expected ${code}, got ${payload.code ?? payload.__typename}.`);
  }
  return `refused, ${code}: ${payload.message}`;
}
