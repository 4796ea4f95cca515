import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { persistently } from '../support/again.js';
import { UnexpectedError } from '../support/expectations.js';
import type { Person } from '../support/person.js';
import type { Give } from '../support/races/arena.js';

interface Success {
  readonly cursor: string;
  readonly codes?: readonly { readonly code: string; readonly label: string }[];
  readonly sharing?: { readonly id: string } | null;
  readonly communities?: readonly { readonly id: string }[];
  readonly paymentInterface?: { readonly id: string } | null;
}

const SELECTIONS: Readonly<Record<string, string>> = {
  generateShareCodes: 'cursor codes { code label }',
  redeemShareCode: 'cursor sharing { id }',
  registerCommunities: 'cursor communities { id }',
  addPaymentInterface: 'cursor paymentInterface { id }',
};

const LOOK_AGAIN_MS = 100;
const LATE_MS = 60_000;

/** Commands of a person over the wire. */
export const giverOf = (person: Person): Give =>
  (async (name, input) => {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    const deadline = performance.now() + LATE_MS;
    for (;;) {
      const payload = await persistently(() => person.mutate<Success>(name, keyed, SELECTIONS[name] ?? 'cursor'));
      if (payload.code !== undefined) return { ok: false, refusal: { code: payload.code } };
      const result = resultOf(payload);
      if (result !== null) return { ok: true, cursor: payload.cursor, result };
      if (performance.now() > deadline) throw new UnexpectedError(`What ${name} has made did not show in time.`);
      await delay(LOOK_AGAIN_MS);
    }
  }) as Give;

/** As the command itself tells it. Null where the views are behind, and do not show what was made: the key asks again. */
function resultOf({ codes, sharing, communities, paymentInterface }: Success): object | null {
  if (sharing === null || paymentInterface === null || communities?.length === 0) return null;
  const communityIds = communities?.map(({ id }) => id);
  return { codes, sharingId: sharing?.id, communityIds, paymentInterfaceId: paymentInterface?.id };
}
