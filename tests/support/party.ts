import { randomUUID } from 'node:crypto';
import { refused, succeeded } from '../../scripts/support/expectations.js';
import { Person } from '../../scripts/support/person.js';
import type { Caller } from '../../src/application/answer.js';
import type { Role } from '../../src/auth/viewer.js';
import type { TestSystem } from './test-system.js';

export const newKey = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

/** What `ask` gets: a payload of whichever type, with what the selection asked for. */
export type Answered<Facts = unknown> = Facts & { readonly __typename: string; readonly code?: string };

interface Described {
  readonly url: string;
  readonly token: string;
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Null for who has none. */
  readonly tenant: string | null;
  readonly language: string;
}

/** Someone in a test's story, who knows how to do what people of the product do. Everything goes over the wire. */
export class Party extends Person {
  constructor(private readonly described: Described) {
    super(described.name, described.url, described.token, described.language);
  }

  get subject(): string {
    return this.described.subject;
  }

  /** @throws when the person has none */
  get tenant(): string {
    if (this.described.tenant === null) throw new Error(`${this.name} has no tenant.`);
    return this.described.tenant;
  }

  /** The same person, where the system is after it was started again. */
  at(system: Pick<TestSystem, 'url'>): Party {
    return new Party({ ...this.described, url: system.url });
  }

  /** The person to whoever calls commands without the wire. */
  get caller(): Caller {
    const { subject, name, roles, tenant } = this.described;
    return {
      viewer: {
        subject,
        name,
        roles,
        tenant: tenant === null ? null : { id: tenant, name: null },
        expiresAt: 32_503_680_000,
      },
      correlationId: randomUUID(),
    };
  }

  /** Sends a mutation; the selection goes over every type of the payload. Makes a key unless the input has one. */
  async ask<Facts>(field: string, input: Readonly<Record<string, unknown>>, selection = ''): Promise<Answered<Facts>> {
    const type = field.charAt(0).toUpperCase() + field.slice(1);
    const document = `mutation ${type}($input: ${type}Input!) {
      payload: ${field}(input: $input) { __typename ... on UserError { code } ${selection} }
    }`;
    const { payload } = await this.query<{ payload: Answered<Facts> }>(document, { input: { ...newKey(), ...input } });
    return payload;
  }

  /** Sends a mutation that must succeed, and answers with its success. */
  async do<Success>(field: string, input: Readonly<Record<string, unknown>>, selection = 'cursor'): Promise<Success> {
    return succeeded(await this.mutate<Success>(field, { ...newKey(), ...input }, selection));
  }

  /** Sends a mutation that must be refused with this code. */
  async isRefused(field: string, input: Readonly<Record<string, unknown>>, code: string): Promise<void> {
    refused(await this.mutate(field, { ...newKey(), ...input }, '__typename'), code);
  }

  /** Ids in input order. */
  async register(...names: readonly string[]): Promise<string[]> {
    const { communities } = await this.do<{ communities: { id: string }[] }>(
      'registerCommunities',
      { communities: names.map((name) => ({ name })) },
      'communities { id }',
    );
    return communities.map(({ id }) => id);
  }

  /** Resolves to the new interface's id. */
  async offerPayment(appId: string, merchantNumber: string, name = '物业费'): Promise<string> {
    const { paymentInterface } = await this.do<{ paymentInterface: { id: string } }>(
      'addPaymentInterface',
      { appId, name, merchantNumber },
      'paymentInterface { id }',
    );
    return paymentInterface.id;
  }

  async codes(appId: string, count: number): Promise<{ readonly code: string; readonly label: string }[]> {
    const { codes } = await this.do<{ codes: { code: string; label: string }[] }>(
      'generateShareCodes',
      { appId, count },
      'codes { code label }',
    );
    return codes;
  }

  /** One code, as it is shown. */
  async code(appId: string): Promise<string> {
    const [first] = await this.codes(appId, 1);
    if (first === undefined) throw new Error('No code was generated.');
    return first.code;
  }

  /** Resolves to the sharing's id. */
  async redeem(code: string): Promise<string> {
    const { sharing } = await this.do<{ sharing: { id: string } }>('redeemShareCode', { code }, 'sharing { id }');
    return sharing.id;
  }

  /** Shares the account with another tenant. Resolves to the sharing's id. */
  async share(appId: string, recipient: Party): Promise<string> {
    return recipient.redeem(await this.code(appId));
  }

  async bind(appId: string, ...communityIds: readonly string[]): Promise<void> {
    await this.do('bindCommunities', { appId, communityIds });
  }

  async unbind(appId: string, ...communityIds: readonly string[]): Promise<void> {
    await this.do('unbindCommunities', { appId, communityIds });
  }

  async bindPayment(
    paymentInterfaceId: string,
    merchantNumber: string,
    ...communityIds: readonly string[]
  ): Promise<void> {
    await this.do('bindPaymentInterface', { paymentInterfaceId, merchantNumber, communityIds });
  }
}

export interface PartyOf {
  readonly tenant?: string | null;
  readonly roles?: readonly Role[];
  readonly subject?: string;
  readonly name?: string;
  readonly language?: string;
  /** Of the token. */
  readonly lifetimeSeconds?: number;
}

/** An operator of a tenant of its own, unless told otherwise. */
export async function partyOf(system: TestSystem, given: PartyOf = {}): Promise<Party> {
  const { subject = randomUUID(), tenant = `t-${randomUUID()}`, roles = ['OPERATOR'], language = 'en' } = given;
  const name = given.name ?? `Person ${subject}`;
  const { lifetimeSeconds } = given;
  const token = await system.token({
    subject,
    name,
    roles,
    tenant,
    ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
  });
  return new Party({ url: system.url, token, subject, name, roles, tenant, language });
}

/** Someone of the installation, of no tenant. */
export const officerOf = (system: TestSystem, role: 'AUDITOR' | 'SERVICE' | 'PLATFORM_ADMIN'): Promise<Party> =>
  partyOf(system, { tenant: null, roles: [role] });
