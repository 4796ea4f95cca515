import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizeNewAccount } from '../support/authorize.js';
import { succeeded } from '../support/expectations.js';
import { localTokens, type TokenRequest } from '../support/local-tokens.js';
import { Person } from '../support/person.js';
import { register } from '../support/register.js';
import { startServerProcess, type ServerProcess, type ServerProcessOptions } from '../support/server-process.js';
import { load, type LoadRequest } from './http-load.js';
import { median } from './median.js';

/** Requests a second over HTTP, medians over the rounds. */
export interface BindFigure {
  readonly inFlight: number;
  /** One community a call, each client in a tenant of its own. */
  readonly bindPerSecond: number;
  /** All calls in one tenant. */
  readonly oneTenantPerSecond: number;
  /** A mutation without effect on the same stack, answering with a selection of the same size. */
  readonly noopPerSecond: number;
  /** Median over the rounds of bind to no-op. */
  readonly ratio: number;
  readonly oneTenantRatio: number;
}

export interface BindBenchOptions {
  readonly rounds?: number;
  readonly inFlight?: number;
  readonly callsEach?: number;
  readonly onProgress?: (what: string) => void;
}

const DOCUMENT = `mutation Bind($input: BindCommunitiesInput!) {
  bindCommunities(input: $input) {
    __typename
    ... on BindCommunitiesSuccess { cursor communities { id name externalId createdAt } endedPaymentBindings { communityId } }
    ... on UserError { code message }
  }
}`;

const isBound = (body: string): boolean => body.includes('BindCommunitiesSuccess') && !body.includes('"errors"');

/** Measures `bindCommunities` against a no-op on the same stack, interleaved. */
export async function benchBindCommunities(options: BindBenchOptions = {}): Promise<BindFigure> {
  const { rounds = 5, inFlight = 64, callsEach = 30, onProgress = () => undefined } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-bench-'));
  const noopDir = mkdtempSync(join(tmpdir(), 'gongxiang-bench-noop-'));
  const started: ServerProcess[] = [];
  const start = async (process: ServerProcessOptions): Promise<ServerProcess> => {
    const server = await startServerProcess(process);
    started.push(server);
    return server;
  };
  try {
    const server = await start({ dataDir });
    const noop = await start({ dataDir: noopDir, main: join(__dirname, 'noop-server.js') });
    const tokenFor = await localTokens(dataDir);
    const noopTokenFor = await localTokens(noopDir);
    onProgress('preparing tenants, sharings and communities');
    const operator = (tenant: string): TokenRequest => ({
      subject: `operator-${tenant}`,
      roles: ['OPERATOR'],
      tenant: { id: tenant, name: null },
    });
    const person = async (tenant: string): Promise<Person> =>
      new Person(tenant, server.url, await tokenFor(operator(tenant)), 'en');
    const owner = await person('owner');
    const appId = await authorizeNewAccount(owner, 'bench');
    const tenants = await Promise.all(Array.from({ length: inFlight }, (_, index) => person(`tenant-${index}`)));
    await share(owner, tenants, appId);

    // One more round than counts: the first warms up code and caches.
    const perRound = callsEach * (rounds + 1);
    const spread = await Promise.all(tenants.map((tenant) => register(tenant, perRound)));
    const all = await register(owner, inFlight * perRound);
    const noopToken = await noopTokenFor(operator('bench'));

    const measured: { bind: number; oneTenant: number; noop: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      onProgress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      const part = (ids: readonly string[]): readonly string[] => ids.slice(round * callsEach, (round + 1) * callsEach);
      const calls = tenants.map(({ token }, index) => requests(token, appId, part(spread[index] ?? [])));
      const idle = calls.map((some) => some.map(({ body }) => ({ token: noopToken, body })));
      const inOne = tenants.map((_, index) =>
        requests(owner.token, appId, part(all.slice(index * perRound, (index + 1) * perRound))),
      );
      const count = inFlight * callsEach;
      const rates = {
        bind: count / (await load(server.url, calls, isBound)),
        noop: count / (await load(noop.url, idle, isBound)),
        oneTenant: count / (await load(server.url, inOne, isBound)),
      };
      if (round > 0) measured.push(rates);
    }
    return {
      inFlight,
      bindPerSecond: median(measured.map(({ bind }) => bind)),
      oneTenantPerSecond: median(measured.map(({ oneTenant }) => oneTenant)),
      noopPerSecond: median(measured.map(({ noop: idle }) => idle)),
      ratio: median(measured.map(({ bind, noop: idle }) => bind / idle)),
      oneTenantRatio: median(measured.map(({ oneTenant, noop: idle }) => oneTenant / idle)),
    };
  } finally {
    await Promise.all(started.map((server) => server.stop()));
    for (const folder of [dataDir, noopDir]) rmSync(folder, { recursive: true, force: true });
  }
}

export function formatBind(figure: BindFigure): string {
  const { inFlight, bindPerSecond, oneTenantPerSecond, noopPerSecond, ratio, oneTenantRatio } = figure;
  const line = (what: string, perSecond: number, share: number): string =>
    `bindCommunities over HTTP, ${inFlight} in flight, ${what}: ${Math.round(perSecond)}/s, ` +
    `no-op mutation ${Math.round(noopPerSecond)}/s, ratio ${share.toFixed(2)}`;
  return [
    line('a tenant each', bindPerSecond, ratio),
    line('all in one tenant', oneTenantPerSecond, oneTenantRatio),
  ].join('\n');
}

const requests = (token: string, appId: string, communityIds: readonly string[]): LoadRequest[] =>
  communityIds.map((id) => {
    const input = { appId, communityIds: [id], idempotencyKey: randomUUID() };
    return { token, body: JSON.stringify({ query: DOCUMENT, variables: { input } }) };
  });

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
