import { randomUUID } from 'node:crypto';
import { authorizeNewAccount } from '../support/authorize.js';
import { succeeded } from '../support/expectations.js';
import type { TokenRequest } from '../support/local-tokens.js';
import { Person } from '../support/person.js';
import { register } from '../support/register.js';

/** A tenant with whom the account is shared, and communities of its own. */
export interface Recipient {
  readonly person: Person;
  readonly tenantId: string;
  readonly communities: readonly string[];
}

/** Who acts in all rounds. */
export interface Cast {
  readonly appId: string;
  readonly owner: Person;
  readonly recipients: readonly Recipient[];
}

const OWNER = 'owner';

/** An account, shared with so many tenants, each with so many communities. */
export async function assemble(
  url: string,
  tokenFor: (request: TokenRequest) => Promise<string>,
  { tenants, communities }: { readonly tenants: number; readonly communities: number },
): Promise<Cast> {
  const operator = async (id: string): Promise<Person> => {
    const tenant = { id, name: null };
    return new Person(id, url, await tokenFor({ subject: `operator-${id}`, roles: ['OPERATOR'], tenant }), 'en');
  };
  const owner = await operator(OWNER);
  const appId = await authorizeNewAccount(owner, 'torture');
  const { codes } = succeeded(
    await owner.mutate<{ codes: readonly { code: string }[] }>(
      'generateShareCodes',
      { appId, count: tenants, ...key() },
      'codes { code }',
    ),
  );
  const recipients = await Promise.all(
    codes.map(async ({ code }, index): Promise<Recipient> => {
      const tenantId = `tenant-${index}`;
      const person = await operator(tenantId);
      succeeded(await person.mutate('redeemShareCode', { code, ...key() }, 'cursor'));
      return { person, tenantId, communities: await register(person, communities) };
    }),
  );
  return { appId, owner, recipients };
}

const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });
