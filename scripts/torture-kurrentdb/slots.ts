import { randomUUID } from 'node:crypto';
import type { SentCommand } from '../torture/workload.js';
import type { Cast } from './cast.js';

/** A command with what it is going to write, once it is accepted. */
export interface PlannedCommand {
  readonly command: SentCommand;
  readonly events: number;
}

/** Plans one command after the other; each is planned when the one before it was accepted, and will be accepted itself. */
export type Slot = () => PlannedCommand;

type Kind = 'binding' | 'registering' | 'renaming' | 'sharing';

const KINDS: readonly Kind[] = ['binding', 'binding', 'binding', 'registering', 'binding', 'renaming', 'sharing'];

/** So many commands that can be in flight together: on all tenants, each on a community of its own where it needs one. */
export function slotsOf({ appId, owner, recipients }: Cast, count: number, random: () => number): readonly Slot[] {
  return Array.from({ length: count }, (_, index): Slot => {
    const recipient = recipients[index % recipients.length];
    const communityId = recipient?.communities[Math.floor(index / recipients.length)];
    if (recipient === undefined || communityId === undefined) throw new Error('There are more slots than communities.');
    const { person } = recipient;
    const planned = (
      field: string,
      input: Readonly<Record<string, unknown>>,
      { by = person, events = 1 } = {},
    ): PlannedCommand => ({
      command: { field, person: by, input: { ...input, idempotencyKey: randomUUID() }, acknowledged: null },
      events,
    });
    let isBound = false;
    const slots: Readonly<Record<Kind, Slot>> = {
      binding: () => {
        isBound = !isBound;
        return planned(isBound ? 'bindCommunities' : 'unbindCommunities', { appId, communityIds: [communityId] });
      },
      registering: () => {
        const communities = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({ name: randomUUID() }));
        return planned('registerCommunities', { communities }, { events: communities.length });
      },
      renaming: () => planned('renameCommunity', { communityId, name: randomUUID() }),
      sharing: () => {
        const codes = 1 + Math.floor(random() * 3);
        return planned('generateShareCodes', { appId, count: codes }, { by: owner, events: codes });
      },
    };
    return slots[KINDS[index % KINDS.length] ?? 'binding'];
  });
}
