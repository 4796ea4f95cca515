import { randomUUID } from 'node:crypto';
import type { Answer, Caller } from '../../../src/application/answer.js';
import type { Commands } from '../../../src/application/commands/contract.js';
import { persistently } from '../../support/again.js';
import { authorized, happen, newAppId } from '../../support/happenings.js';
import type { TestSystem } from '../../support/test-system.js';

type Inputs = { readonly [Name in keyof Commands]: Parameters<Commands[Name]>[1] };
type Results = { readonly [Name in keyof Commands]: Awaited<ReturnType<Commands[Name]>> };

export const callerOf = (tenant: string): Caller => ({
  viewer: {
    subject: `operator-of-${tenant}`,
    name: null,
    roles: ['OPERATOR'],
    tenant: { id: tenant, name: null },
    expiresAt: 32_503_680_000,
  },
  correlationId: randomUUID(),
});

/** The success. @throws naming the refusal */
export function accepted<Result>(answer: Answer<Result>): Result {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
  return answer.result;
}

export const MERCHANT = '1900012345';

/** Two tenants and an account that one shares with the other: where the races of one round after the other are run. */
export class Arena {
  readonly #owner: Caller;
  readonly #recipient: Caller;
  readonly #commands: Commands;

  constructor(
    private readonly system: TestSystem,
    readonly number: string,
  ) {
    this.#owner = callerOf(`owner-${number}`);
    this.#recipient = callerOf(`recipient-${number}`);
    this.#commands = system.gongxiang.app.commands;
  }

  owner<Name extends keyof Commands>(name: Name, input: Omit<Inputs[Name], 'idempotencyKey'>): Promise<Results[Name]> {
    return this.#give(this.#owner, name, input);
  }

  recipient<Name extends keyof Commands>(
    name: Name,
    input: Omit<Inputs[Name], 'idempotencyKey'>,
  ): Promise<Results[Name]> {
    return this.#give(this.#recipient, name, input);
  }

  /** A new account that the tenant owns. */
  async account(of: 'owner' | 'recipient'): Promise<string> {
    const appId = newAppId();
    await happen(this.system, [authorized({ appId, tenure: 1, owner: `${of}-${this.number}` })]);
    return appId;
  }

  async code(appId: string): Promise<{ readonly code: string; readonly label: string }> {
    const [code] = accepted(await this.owner('generateShareCodes', { appId, count: 1 })).codes;
    if (code === undefined) throw new Error('No code was generated.');
    return code;
  }

  /** Resolves to the new sharing's id. */
  async share(appId: string): Promise<string> {
    const { code } = await this.code(appId);
    return accepted(await this.recipient('redeemShareCode', { code })).sharingId;
  }

  /** The recipient's new community. */
  async community(): Promise<string> {
    const [id] = accepted(
      await this.recipient('registerCommunities', { communities: [{ name: '花园' }] }),
    ).communityIds;
    if (id === undefined) throw new Error('No community was registered.');
    return id;
  }

  #give<Name extends keyof Commands>(
    caller: Caller,
    name: Name,
    input: Omit<Inputs[Name], 'idempotencyKey'>,
  ): Promise<Results[Name]> {
    // The name picks the command and its input together, which the compiler cannot follow through the look-up.
    const command = this.#commands[name] as (caller: Caller, input: unknown) => Promise<Results[Name]>;
    const keyed = { ...input, idempotencyKey: randomUUID() };
    return persistently(() => command(caller, keyed));
  }
}
