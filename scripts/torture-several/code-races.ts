import { UnexpectedError } from '../support/expectations.js';
import { accepted, codeIn } from '../support/races/arena.js';
import { arenaOf, type Facing } from './arena.js';
import { giverOf } from './give.js';
import type { Operators } from './operators.js';
import type { Tally } from './tally.js';

/** Tenants that want the one code; each asks both processes. */
const TENANTS = 4;

const SHARINGS = `query ($appId: ID!) {
  account(appId: $appId) { sharings(status: ACTIVE) { nodes { id recipient { id } } } }
}`;
interface Shared {
  readonly account: { readonly sharings: { readonly nodes: readonly Sharing[] } };
}
interface Sharing {
  readonly id: string;
  readonly recipient: { readonly id: string };
}

/** R9: rounds in which tenants redeem one code on both processes at once; one of them wins, and both processes say so. */
export async function codeRaces(installation: Operators, number: string, facing: Facing, tally: Tally) {
  const arena = await arenaOf(installation, `code-${number}`, facing);
  const appId = await arena.account('owner');
  const ids = Array.from({ length: TENANTS }, (_, at) => `guest-${number}-${at}`);
  const guests = await Promise.all(ids.map((id) => installation.operator(id)));
  const contenders = guests.flatMap((persons) =>
    persons.map((person, side) => ({ tenant: person.name, side, give: giverOf(person) })),
  );
  return async (): Promise<void> => {
    const { code } = await codeIn(arena, appId);
    const outcomes = await Promise.all(contenders.map(({ give }) => give('redeemShareCode', { code })));
    const winners = contenders.filter((_, at) => outcomes[at]?.ok);
    const [winner] = winners;
    if (winner === undefined || winners.length > 1)
      throw new UnexpectedError(`One code has ${winners.length} winners.`);
    for (const [at, outcome] of outcomes.entries()) {
      // R11: the winner, asking on the other process too, is told first that the account is shared with it.
      const told = contenders[at]?.tenant === winner.tenant ? 'ALREADY_SHARED' : 'SHARE_CODE_ALREADY_USED';
      if (outcome.ok) tally.cursors.push(outcome.cursor);
      else if (outcome.refusal.code !== told)
        throw new UnexpectedError(`Expected ${told}, got ${outcome.refusal.code}.`);
    }
    tally.count(`won on process ${winner.side === 0 ? 'A' : 'B'}`);
    // What one process has answered, the other one tells.
    const other = arena.owner[winner.side === 0 ? 1 : 0];
    const { account } = await other.query<Shared>(SHARINGS, { appId }, tally.cursors.at(-1));
    const [sharing, ...others] = account.sharings.nodes;
    if (sharing?.recipient.id !== winner.tenant || others.length > 0) {
      throw new UnexpectedError(`${winner.tenant} has won, and the other process tells ${JSON.stringify(account)}.`);
    }
    accepted(await arena.sides[1].owner('revokeSharing', { sharingId: sharing.id, unbindCommunities: false }));
  };
}
