import { setTimeout as delay } from 'node:timers/promises';
import { UnexpectedError } from '../support/expectations.js';
import { accepted, communityIn, shareIn, type Outcome } from '../support/races/arena.js';
import { arenaOf, type Facing } from './arena.js';
import type { Operators } from './operators.js';
import type { Tally } from './tally.js';

/** How long after the unbinding was sent the revocation is, at most, where it does not wait for the answer; milliseconds. */
const LONGEST_LEAD = 20;

/**
 * R20, R21: rounds in which the recipient unbinds on one process while the sharing is revoked on the other, which knows the
 * binding: it has just refused to revoke because of it. Once the unbinding was answered, nobody may be told any more that
 * bindings remain.
 */
export async function staleRefusals(
  installation: Operators,
  number: string,
  facing: Facing,
  tally: Tally,
  { by, random }: { readonly by: 'owner' | 'recipient'; readonly random: () => number },
) {
  const arena = await arenaOf(installation, `stale-${number}`, facing);
  const [here, there] = arena.sides;
  const appId = await arena.account('owner');
  const communityIds = [await communityIn(arena)];
  return async (): Promise<void> => {
    const sharingId = await shareIn(arena, appId);
    const revoke = (): Promise<Outcome> => there[by]('revokeSharing', { sharingId, unbindCommunities: false });
    accepted(await here.recipient('bindCommunities', { appId, communityIds, move: false }));
    if (!saysBound(await revoke())) throw new UnexpectedError('A sharing was revoked although a community is bound.');

    let wasAnswered = false as boolean;
    const unbinding = here.recipient('unbindCommunities', { appId, communityIds }).then((outcome) => {
      wasAnswered = true;
      accepted(outcome);
      if (outcome.ok) tally.cursors.push(outcome.cursor);
    });
    const dice = random();
    if (dice < 1 / 3) await unbinding;
    else if (dice < 2 / 3) await delay(random() * LONGEST_LEAD);
    const isUnbound = wasAnswered;
    const outcome = await revoke();
    await unbinding;
    if (!saysBound(outcome)) {
      accepted(outcome);
      tally.count(isUnbound ? 'revoked after the unbinding' : 'revoked beside it');
      return;
    }
    if (isUnbound) throw new UnexpectedError('BindingsRemain was answered after the unbinding was.');
    tally.count('refused beside it');
    // The process that has refused it a moment ago knows better at once.
    accepted(await revoke());
  };
}

function saysBound(outcome: Outcome): boolean {
  if (outcome.ok) return false;
  if (outcome.refusal.code === 'BINDINGS_REMAIN') return true;
  throw new UnexpectedError(`Neither revoked nor still bound: ${outcome.refusal.code}.`);
}
