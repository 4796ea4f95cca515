import Fastify, { type FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { accountApi } from './account-api.js';
import { BUILT_IN_ACCOUNTS } from './accounts.js';
import { Administrators } from './administrators.js';
import { Api } from './api.js';
import { authorizationPage } from './authorization-page.js';
import { AES_KEY, SIMULATED_COMPONENT } from './component.js';
import { componentApi } from './component-api.js';
import { control } from './control.js';
import type { Controls } from './controls.js';
import { Conversations } from './conversations.js';
import { Courier } from './courier.js';
import { CustomerService } from './customer-service.js';
import { Faults } from './faults.js';
import { ImpossibleError } from './impossible.js';
import { LIVES } from './lives.js';
import { Memory } from './memory.js';
import { Menus } from './menu.js';
import type { SimulatorOptions } from './options.js';
import { pictures, pictureUrls } from './pictures.js';
import { playing } from './play-page.js';
import { Pushes } from './pushes.js';
import { releaseTest } from './release-test.js';
import { Residents } from './residents.js';
import { onlyFromHere } from './same-site.js';
import { World } from './world.js';

export type { Callbacks, SimulatorOptions } from './options.js';

export interface Simulator extends Controls {
  readonly url: string;
  close(): Promise<void>;
}

/** WeChat's side of the component platform on a port of its own. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port, clock = Date.now, random = randomBytes } = options;
  const { rotateRefreshTokens = false } = options;
  const world = new World({
    component: { ...SIMULATED_COMPONENT, ...options.component },
    accounts: options.accounts ?? BUILT_IN_ACCOUNTS,
    clock,
    random,
    rotateRefreshTokens,
  });
  const faults = new Faults();
  const { callbackTimeoutMs = 5_000, retryPauseMs = 1_000 } = options;
  const courier = new Courier(world, faults, { callbackTimeoutMs, retryPauseMs });
  const { ticketIntervalMs = LIVES.ticketInterval * 1000 } = options;
  const pushes = new Pushes(world, courier, ticketIntervalMs);
  const administrators = new Administrators(world, pushes, options.push ?? 'CONCURRENT');
  const conversations = new Conversations();
  const menus = new Menus();
  const residents = new Residents(world, courier, menus, conversations);
  const customerService = new CustomerService(residents, conversations);
  const memory = options.memory === undefined ? null : new Memory(options.memory, world, menus);
  await memory?.recall();
  let url = '';

  const app = server();
  app.addHook('onResponse', (_request, _reply, done) => {
    memory?.note();
    done();
  });
  const api = new Api(app, world, faults);
  componentApi(api, { world, urls: pictureUrls(() => url), pushes, administrators });
  accountApi(api, { world, menus, customerService });
  api.nothingElse('/cgi-bin');
  authorizationPage(app, world, administrators);
  pictures(app, world);
  const controls: Controls = {
    get component() {
      return world.component;
    },
    faults,
    currentTicket: () => Promise.resolve(world.secrets.currentTicket()),
    accounts: () => world.accounts(),
    addAccount: (given = {}) => world.addAccount(given),
    changeAccount: (appId, change) => world.changeAccount(appId, change),
    configureCallbacks: ({ eventUrl, messageUrl }) => {
      if (!messageUrl.includes('$APPID$')) throw new ImpossibleError('The message URL has no $APPID$ in it.');
      residents.configure(messageUrl);
      pushes.configure(eventUrl);
    },
    pushTicket: () => pushes.ticket(),
    authorize: (authorization) => administrators.authorize(authorization),
    changePermissions: (...change) => administrators.changePermissions(...change),
    cancel: (...cancelled) => administrators.cancel(...cancelled),
    say: (...said) => residents.say(...said),
    send: (...sent) => residents.send(...sent),
    event: (...event) => residents.event(...event),
    openId: (appId, number) => residents.openId(appId, number),
    followers: (appId) => residents.followers(appId).list(),
    tap: (...tapped) => residents.tap(...tapped),
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
      if (!AES_KEY.test(key)) throw new ImpossibleError('An EncodingAESKey has 43 letters and digits.');
      world.rotateKey(key);
    },
    requests: (path) => api.requests(path),
  };
  control(app, controls);
  playing(app, controls, conversations);

  await app.listen({ host, port });
  url = `http://${shownHost(host)}:${(app.server.address() as AddressInfo).port}`;
  if (options.callbacks !== undefined) controls.configureCallbacks(options.callbacks);
  const close = async (): Promise<void> => {
    pushes.close();
    await courier.close();
    await app.close();
    await memory?.close();
  };
  return Object.assign(controls, { url, close });
}

function server(): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");
  });
  onlyFromHere(app);
  return app;
}

/** Where it listens on every address, a browser on this machine uses the loopback one. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
