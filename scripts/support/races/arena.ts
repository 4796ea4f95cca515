import type { Commands } from '../../../src/application/commands/contract.js';
import type { Answer } from '../../../src/application/answer.js';
import { UnexpectedError } from '../expectations.js';

type Inputs = { readonly [Name in keyof Commands]: Omit<Parameters<Commands[Name]>[1], 'idempotencyKey'> };
type Results = { readonly [Name in keyof Commands]: Awaited<ReturnType<Commands[Name]>> };

/** As the product's commands answer; of a refusal no more than its code counts here. */
export type Outcome<Result = unknown> =
  Extract<Answer<Result>, { ok: true }> | { readonly ok: false; readonly refusal: { readonly code: string } };
type ResultOf<Name extends keyof Commands> = Results[Name] extends Answer<infer Result> ? Result : never;

/** Gives a command in somebody's name, with a key of its own, until it is accepted or refused. */
export type Give = <Name extends keyof Commands>(name: Name, input: Inputs[Name]) => Promise<Outcome<ResultOf<Name>>>;

/** The two tenants of an arena, as they give commands to one process. */
export interface Tenants {
  readonly owner: Give;
  readonly recipient: Give;
}

/** Two tenants and an account that one shares with the other: where the races of one round after the other are run. */
export interface Arena {
  /** Where the first and the second of two contenders give their commands: perhaps the same process. */
  readonly sides: readonly [Tenants, Tenants];
  /** A new account that the tenant owns. */
  account(of: keyof Tenants): Promise<string>;
}

/** The success. @throws naming the refusal */
export function accepted<Result>(outcome: Outcome<Result>): Result {
  if (!outcome.ok) throw new UnexpectedError(`Refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.result;
}

export const MERCHANT = '1900012345';

export async function codeIn({ sides: [{ owner }] }: Arena, appId: string) {
  const [code] = accepted(await owner('generateShareCodes', { appId, count: 1 })).codes;
  if (code === undefined) throw new UnexpectedError('No code was generated.');
  return code;
}

/** Resolves to the new sharing's id. */
export async function shareIn(arena: Arena, appId: string): Promise<string> {
  const { code } = await codeIn(arena, appId);
  return accepted(await arena.sides[1].recipient('redeemShareCode', { code })).sharingId;
}

/** The recipient's new community. */
export async function communityIn({ sides: [{ recipient }] }: Arena): Promise<string> {
  const registered = accepted(await recipient('registerCommunities', { communities: [{ name: '花园' }] }));
  const [id] = registered.communityIds;
  if (id === undefined) throw new UnexpectedError('No community was registered.');
  return id;
}
