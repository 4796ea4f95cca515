import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { succeeded, UnexpectedError } from './expectations.js';
import type { Person } from './person.js';

/** Most that one command takes. */
const AT_ONCE = 1_000;
const LOOK_AGAIN_MS = 250;
const LATE_MS = 120_000;

/** Registers so many new communities of the person's tenant. Resolves to their ids. */
export async function register(person: Person, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(AT_ONCE, count - ids.length);
    ids.push(...(await registerAtOnce(person, ids.length, size)));
  }
  return ids;
}

/** Where views are behind, the answer leaves out communities that are registered: the same key asks for them again. */
async function registerAtOnce(person: Person, from: number, size: number): Promise<readonly string[]> {
  const communities = Array.from({ length: size }, (_, index) => ({ name: `community ${from + index}` }));
  const input = { communities, idempotencyKey: randomUUID() };
  const deadline = performance.now() + LATE_MS;
  for (;;) {
    const payload = await person.mutate<{ communities: readonly { id: string }[] }>(
      'registerCommunities',
      input,
      'communities { id }',
    );
    const registered = succeeded(payload).communities;
    if (registered.length === size) return registered.map(({ id }) => id);
    if (performance.now() > deadline) throw new UnexpectedError('Registered communities did not show in time.');
    await delay(LOOK_AGAIN_MS);
  }
}
