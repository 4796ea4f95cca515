import type { AccountDeauthorized, AccountResumed } from './events.js';

type FactsOf<Event extends { readonly data: object }> = readonly (keyof Event['data'] & string)[];

/**
 * Facts of an account's events that are its owner's, where recipients see the event as well (R27). Proofs hold
 * commitments in their place (docs/audit-proofs.md), so what stands here for a type never changes: sealed events would
 * get other leaves.
 */
export const OWNERS_FACTS: Readonly<Record<string, readonly string[]>> = {
  AccountResumed: ['authorizationId', 'grant', 'grantedAt'] satisfies FactsOf<AccountResumed>,
  AccountDeauthorized: ['grant'] satisfies FactsOf<AccountDeauthorized>,
};
