import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closing } from '../../src/server/closing.js';
import { authorizeNewAccount } from '../support/authorize.js';
import { succeeded } from '../support/expectations.js';
import { localTokens, type TokenRequest } from '../support/local-tokens.js';
import { Person } from '../support/person.js';
import { register } from '../support/register.js';
import { startServerProcess, type ServerProcessOptions } from '../support/server-process.js';
import { load, type LoadRequest } from './http-load.js';

export interface BindStageOptions {
  /** Which tenants bind, each with as many communities. */
  readonly tenants: number;
  readonly communitiesEach: number;
  /** Says where the log of the measured server is; the no-op's is a file. */
  readonly env: Readonly<Record<string, string>>;
}

/** A server with an account that is shared with tenants who have communities to bind, and the no-op beside it. */
export interface BindStage {
  readonly dataDir: string;
  readonly owner: Person;
  readonly tenants: readonly Person[];
  /** Communities of each tenant. */
  readonly communities: readonly (readonly string[])[];
  /** Calls of `bindCommunities` by that person, one community each. */
  readonly calls: (person: Person, communityIds: readonly string[]) => readonly LoadRequest[];
  /** Sends each client's calls one after another, all clients at once. Resolves to calls a second. */
  readonly bind: (clients: readonly (readonly LoadRequest[])[]) => Promise<number>;
  /** Sends the same to the mutation without effect. */
  readonly noop: (clients: readonly (readonly LoadRequest[])[]) => Promise<number>;
  close(): Promise<void>;
}

const DOCUMENT = `mutation Bind($input: BindCommunitiesInput!) {
  bindCommunities(input: $input) {
    __typename
    ... on BindCommunitiesSuccess { cursor communities { id name externalId createdAt } endedPaymentBindings { communityId } }
    ... on UserError { code message }
  }
}`;

const isBound = (body: string): boolean => body.includes('BindCommunitiesSuccess') && !body.includes('"errors"');

const IN_A_FILE = { EVENT_STORE_URL: 'embedded:' };

const operator = (tenant: string): TokenRequest => ({
  subject: `operator-${tenant}`,
  roles: ['OPERATOR'],
  tenant: { id: tenant, name: null },
});

export async function openBindStage({ tenants: count, communitiesEach, env }: BindStageOptions): Promise<BindStage> {
  const closing = new Closing();
  const folder = (name: string): string => {
    const path = mkdtempSync(join(tmpdir(), name));
    closing.add({ close: () => rm(path, { recursive: true, force: true }) });
    return path;
  };
  const start = async (options: ServerProcessOptions): Promise<string> => {
    const server = await startServerProcess(options);
    closing.add({ close: () => server.stop() });
    return server.url;
  };
  try {
    const [dataDir, noopDir] = [folder('gongxiang-bench-'), folder('gongxiang-bench-noop-')];
    const url = await start({ dataDir, env: { ...IN_A_FILE, ...env } });
    const noopUrl = await start({ dataDir: noopDir, env: IN_A_FILE, main: join(__dirname, 'noop-server.js') });
    const tokenFor = await localTokens(dataDir);
    const noopToken = await (await localTokens(noopDir))(operator('bench'));
    const person = async (tenant: string): Promise<Person> =>
      new Person(tenant, url, await tokenFor(operator(tenant)), 'en');

    const owner = await person('owner');
    const appId = await authorizeNewAccount(owner, 'bench');
    const tenants = await Promise.all(Array.from({ length: count }, (_, index) => person(`tenant-${index}`)));
    await share(owner, tenants, appId);
    const communities = await Promise.all(tenants.map((tenant) => register(tenant, communitiesEach)));

    const rate = async (to: string, clients: readonly (readonly LoadRequest[])[]): Promise<number> =>
      clients.flat().length / (await load(to, clients, isBound));
    return {
      dataDir,
      owner,
      tenants,
      communities,
      calls: ({ token }, communityIds) =>
        communityIds.map((id) => {
          const input = { appId, communityIds: [id], ...key() };
          return { token, body: JSON.stringify({ query: DOCUMENT, variables: { input } }) };
        }),
      bind: (clients) => rate(url, clients),
      noop: (clients) =>
        rate(
          noopUrl,
          clients.map((some) => some.map(({ body }) => ({ token: noopToken, body }))),
        ),
      close: () => closing.close(),
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

async function share(owner: Person, tenants: readonly Person[], appId: string): Promise<void> {
  const { codes } = succeeded(
    await owner.mutate<{ codes: readonly { code: string }[] }>(
      'generateShareCodes',
      { appId, count: tenants.length, ...key() },
      'codes { code }',
    ),
  );
  for (const [index, tenant] of tenants.entries()) {
    succeeded(await tenant.mutate('redeemShareCode', { code: codes[index]?.code ?? '', ...key() }, 'cursor'));
  }
}
