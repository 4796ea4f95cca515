import Fastify from 'fastify';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_ACCOUNTS, type NewAccount, type SimulatedAccount } from './accounts.js';
import { Administrators, type Authorization, type PushTiming } from './administrators.js';
import { Api } from './api.js';
import { authorizationPage } from './authorization-page.js';
import { AES_KEY, SIMULATED_COMPONENT, type SimulatedComponent } from './component.js';
import { accountApi } from './account-api.js';
import { CustomerService, type SentByAccount } from './customer-service.js';
import { type LiveButton, type LiveMenu, Menus } from './menu.js';
import { componentApi } from './component-api.js';
import { control, pictureUrls } from './control.js';
import { Courier, type CourierOptions } from './courier.js';
import type { Delivery } from './delivery.js';
import { Faults } from './faults.js';
import { LIVES } from './lives.js';
import { Pushes } from './pushes.js';
import { releaseTest, type ReleaseTestReport } from './release-test.js';
import { type Answered, Residents, type SentMessage } from './residents.js';
import type { ResidentEvent } from './taps.js';
import { type TrueGrant, World } from './world.js';

/** Where WeChat sends what it has to tell: two URLs of its console. */
export interface Callbacks {
  /** 授权事件接收URL */
  readonly eventUrl: string;
  /** 消息与事件接收URL, with `$APPID$` in place of the account's app id. */
  readonly messageUrl: string;
}

export interface SimulatorOptions extends Partial<CourierOptions> {
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
  /** Without them nothing is sent, until they are configured. */
  readonly callbacks?: Callbacks;
  /** How often tickets are pushed: ten minutes unless told; null for only on demand. */
  readonly ticketIntervalMs?: number | null;
  /** So many tickets in a row that are not acknowledged, and no more are pushed until the platform asks: 3 unless told. */
  readonly ticketFailures?: number;
  /** When authorizations are pushed, unless told: at the time at which the browser is sent back. */
  readonly push?: PushTiming;
  /** That a superseded token is still taken, seconds: 300 unless told. */
  readonly overlapSeconds?: number;
  /** An ordinary refresh replaces the refresh token, too. */
  readonly rotateRefreshTokens?: boolean;
}

export interface Simulator {
  readonly url: string;
  /** With the newest of its keys first. */
  readonly component: SimulatedComponent;
  readonly faults: Pick<Faults, 'set' | 'next' | 'nextDelivery' | 'clear'>;
  /** The newest component_verify_ticket. */
  currentTicket(): Promise<string>;
  accounts(): readonly SimulatedAccount[];
  addAccount(given?: NewAccount): SimulatedAccount;
  /** As when it is renamed, verified or frozen: what is not said stays. */
  changeAccount(appId: string, change: NewAccount): SimulatedAccount;

  configureCallbacks(callbacks: Callbacks): void;
  /** Pushes a new ticket now. */
  pushTicket(): Promise<Delivery>;
  /** An administrator confirms, away from the page; resolves to the authorization code. */
  authorize(authorization: Authorization): Promise<string>;
  /** An administrator changes what is granted; resolves to the new authorization code. */
  changePermissions(appId: string, permissions: readonly number[], push?: PushTiming): Promise<string>;
  /** An administrator ends the grant: all its tokens are dead. */
  cancel(appId: string, push?: 'CONCURRENT' | 'NONE'): Promise<Delivery>;

  /** A resident writes to an account; the reply is decrypted, and null when there is none. */
  say(appId: string, text: string, openId?: string): Promise<Answered>;
  send(appId: string, message: SentMessage, openId?: string): Promise<Answered>;
  event(appId: string, event: ResidentEvent, openId?: string): Promise<Answered>;
  /** The openid that a person has at an account: the first, the second, … */
  openId(appId: string, number?: number): string;
  followers(appId: string): readonly string[];
  /** A resident taps a button of the live menu: names or places from 0, from the top. */
  tap(appId: string, path: readonly (string | number)[], openId?: string): Promise<Answered>;
  /** Customer-service messages of an account, oldest first. */
  sent(appId: string): readonly SentByAccount[];
  /** What residents see, or null. */
  menuOf(appId: string): LiveMenu | null;
  /** The administrator makes a menu by hand. */
  setWebsiteMenu(appId: string, buttons: readonly LiveButton[]): void;
  /** WeChat's test before a platform is released, with one of five pairs of accounts: 0 to 4. */
  runReleaseTest(which?: number): Promise<ReleaseTestReport>;

  /** Everything that was to be sent has been, also what faults hold back. */
  settled(): Promise<void>;
  /** What was delivered or given up, newest last; a thousand at most. */
  deliveries(): readonly Delivery[];
  truth(): readonly TrueGrant[];
  /** Every secret that it ever handed out, and the component's own. */
  issuedSecrets(): readonly string[];
  /** As when WeChat forgets them: the next call with one gets 40001. */
  invalidateComponentTokens(): void;
  /** As when two hours are over: 42001. */
  expireAccessTokens(appId: string): void;
  /** As when WeChat forgets them: 40001. */
  invalidateAccessTokens(appId: string): void;
  /** From now on messages are encrypted with this key; the present one becomes the previous one. */
  rotateKey(encodingAesKey: string): void;
  /** How often a path of the API was asked, such as `/cgi-bin/component/api_query_auth`. */
  requests(path: string): number;
  close(): Promise<void>;
}

/** WeChat's side of the component platform, in memory, on a port of its own. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port, clock = Date.now, random = randomBytes } = options;
  const { overlapSeconds = LIVES.overlap, rotateRefreshTokens = false } = options;
  const world = new World({
    component: { ...SIMULATED_COMPONENT, ...options.component },
    accounts: options.accounts ?? BUILT_IN_ACCOUNTS,
    clock,
    random,
    overlapSeconds,
    rotateRefreshTokens,
  });
  const faults = new Faults();
  const { callbackTimeoutMs = 5_000, attempts = 3, retryPauseMs = 1_000 } = options;
  const courier = new Courier(world, faults, { callbackTimeoutMs, attempts, retryPauseMs });
  const { ticketIntervalMs = LIVES.ticketInterval * 1000, ticketFailures = 3 } = options;
  const pushes = new Pushes(world, courier, { ticketIntervalMs, ticketFailures });
  const administrators = new Administrators(world, pushes, options.push ?? 'CONCURRENT');
  const menus = new Menus();
  const residents = new Residents(world, courier, menus);
  const customerService = new CustomerService(residents);
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
  const api = new Api(app, world, faults);
  componentApi(api, { world, urls: pictureUrls(() => url), pushes, administrators });
  accountApi(api, { world, menus, customerService });
  api.nothingElse('/cgi-bin');
  authorizationPage(app, world, administrators);
  control(app, world);

  await app.listen({ host, port });
  if (url === '') url = `http://${shownHost(host)}:${(app.server.address() as AddressInfo).port}`;
  const configureCallbacks = ({ eventUrl, messageUrl }: Callbacks): void => {
    if (!messageUrl.includes('$APPID$')) throw new Error('The message URL has no $APPID$ in it.');
    residents.configure(messageUrl);
    pushes.configure(eventUrl);
  };
  if (options.callbacks !== undefined) configureCallbacks(options.callbacks);

  return {
    url,
    get component() {
      return world.component;
    },
    faults,
    currentTicket: () => Promise.resolve(world.secrets.currentTicket()),
    accounts: () => world.accounts(),
    addAccount: (given = {}) => world.addAccount(given),
    changeAccount: (appId, change) => world.changeAccount(appId, change),
    configureCallbacks,
    pushTicket: () => pushes.ticket(),
    authorize: (authorization) => administrators.authorize(authorization),
    changePermissions: (...change) => administrators.changePermissions(...change),
    cancel: (...cancelled) => administrators.cancel(...cancelled),
    say: (...said) => residents.say(...said),
    send: (...sent) => residents.send(...sent),
    event: (...event) => residents.event(...event),
    openId: (appId, number) => residents.openId(appId, number),
    followers: (appId) => residents.followers(appId).list(),
    tap: async (...tapped) => residents.tap(...tapped),
    sent: (appId) => customerService.sent(appId),
    menuOf: (appId) => menus.of(appId),
    setWebsiteMenu: (appId, buttons) => menus.replace(appId, { madeBy: 'WEBSITE', buttons }),
    runReleaseTest: (which = 0) =>
      releaseTest({ pushes, administrators, residents, customerService, callbackTimeoutMs }, which),
    settled: () => courier.settled(),
    deliveries: () => courier.deliveries(),
    truth: () => world.truth(),
    issuedSecrets: () => world.issuedSecrets(),
    invalidateComponentTokens: () => world.secrets.dropTokens(),
    expireAccessTokens: (appId) => world.grants.expireAccessTokens(appId),
    invalidateAccessTokens: (appId) => world.grants.invalidateAccessTokens(appId),
    rotateKey: (key) => {
      if (!AES_KEY.test(key)) throw new Error('An EncodingAESKey has 43 letters and digits.');
      world.rotateKey(key);
    },
    requests: (path) => api.requests(path),
    close: async () => {
      pushes.close();
      await courier.close();
      await app.close();
    },
  };
}

/** Where it listens on every address, a browser on this machine uses the loopback one. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
