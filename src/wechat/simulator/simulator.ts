import Fastify from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_ACCOUNTS, type NewAccount, type SimulatedAccount } from './accounts.js';
import { authorizationPage } from './authorization-page.js';
import { componentApi } from './component-api.js';
import { control, pictureUrls } from './control.js';
import { type SimulatedComponent, World } from './world.js';

export interface SimulatorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on; the loopback one unless told. */
  readonly host?: string;
  /** URL under which browsers reach it, where that is not what it listens on. */
  readonly publicUrl?: string;
  readonly component: Pick<SimulatedComponent, 'startDomain'> & Partial<SimulatedComponent>;
  /** In place of the built-in ones. */
  readonly accounts?: readonly SimulatedAccount[];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly random?: (bytes: number) => Buffer;
}

export interface Simulator {
  readonly url: string;
  readonly component: SimulatedComponent;
  /** The newest component_verify_ticket. */
  currentTicket(): Promise<string>;
  accounts(): readonly SimulatedAccount[];
  addAccount(given?: NewAccount): SimulatedAccount;
  /** As when WeChat forgets them: the next call with one gets 40001. */
  invalidateComponentTokens(): void;
  /** How often a path of the component API was asked, such as `/cgi-bin/component/api_query_auth`. */
  requests(path: string): number;
  close(): Promise<void>;
}

/** Credentials that open nothing but the simulator. */
const COMPONENT = {
  appId: `wx${createHash('sha256').update('simulated component').digest('hex').slice(0, 16)}`,
  secret: createHash('sha256').update('simulated component secret').digest('hex').slice(0, 32),
};

/** WeChat's side of the component platform, in memory, on a port of its own. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port, clock = Date.now, random = randomBytes } = options;
  const component: SimulatedComponent = { ...COMPONENT, ...options.component };
  const world = new World({ component, accounts: options.accounts ?? BUILT_IN_ACCOUNTS, clock, random });
  const counts = new Map<string, number>();
  let url = options.publicUrl ?? '';

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");
  });
  componentApi(
    app,
    world,
    pictureUrls(() => url),
    (path) => counts.set(path, (counts.get(path) ?? 0) + 1),
  );
  authorizationPage(app, world);
  control(app, world);

  await app.listen({ host, port });
  if (url === '') url = `http://${shownHost(host)}:${(app.server.address() as AddressInfo).port}`;

  return {
    url,
    component,
    currentTicket: () => Promise.resolve(world.currentTicket()),
    accounts: () => world.accounts(),
    addAccount: (given = {}) => world.addAccount(given),
    invalidateComponentTokens: () => world.dropComponentTokens(),
    requests: (path) => counts.get(path) ?? 0,
    close: () => app.close(),
  };
}

/** Where it listens on every address, a browser on this machine uses the loopback one. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
