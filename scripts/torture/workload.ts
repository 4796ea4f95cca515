import { randomUUID } from 'node:crypto';
import type { Payload, Person } from '../support/person.js';

/** A command that is sent once, and again after the crash with the same key. */
export interface SentCommand {
  readonly field: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly person: Person;
  /** What came back before the crash; null when nothing did. */
  acknowledged: string | null;
}

interface Success {
  readonly cursor: string;
}

const SELECTIONS: Readonly<Record<string, string>> = {
  registerCommunities: 'cursor communities { id }',
  generateShareCodes: 'cursor codes { code label expiresAt }',
  bindCommunities: 'cursor communities { id }',
};

/** A mix of commands: most on tenants of their own, some all on one account. */
export function makeCommands(
  count: number,
  people: readonly Person[],
  targets: { readonly appId: string; readonly owner: Person; readonly communities: readonly string[] },
  random: () => number,
): SentCommand[] {
  const { appId, owner, communities } = targets;
  return Array.from({ length: count }, (_, index) => {
    const command = (field: string, person: Person, input: Readonly<Record<string, unknown>>): SentCommand => ({
      field,
      person,
      input: { ...input, idempotencyKey: randomUUID() },
      acknowledged: null,
    });
    const dice = random();
    const bound = communities[index];
    if (dice < 0.3 && bound !== undefined) return command('bindCommunities', owner, { appId, communityIds: [bound] });
    if (dice < 0.5) return command('generateShareCodes', owner, { appId, count: 1 + Math.floor(random() * 5) });
    const person = people[Math.floor(random() * people.length)] ?? owner;
    const names = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({ name: randomUUID() }));
    return command('registerCommunities', person, { communities: names });
  });
}

/** Sends the command; resolves to its whole answer as text. @throws when there is none, or it is a refusal */
export async function send({ field, input, person }: SentCommand): Promise<string> {
  const payload: Payload<Success> = await person.mutate<Success>(field, input, SELECTIONS[field] ?? 'cursor');
  if (payload.code !== undefined) throw new Error(`${field} was refused: ${payload.code} ${payload.message}`);
  return JSON.stringify(payload);
}
