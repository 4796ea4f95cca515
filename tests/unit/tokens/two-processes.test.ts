import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ComponentTickets } from '../../../src/application/tokens/component-tickets.js';
import { keepComponentToken } from '../../../src/application/tokens/component-tokens.js';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import { HttpComponentPlatform } from '../../../src/wechat/client/http-component-platform.js';
import { oneHost } from '../../../src/wechat/hosts.js';
import { startSimulator, type Simulator } from '../../../src/wechat/simulator/simulator.js';
import { openScratchVault } from '../../../scripts/support/scratch-vault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const COMPONENT_TOKEN = '/cgi-bin/component/api_component_token';
const REFRESH = '/cgi-bin/component/api_authorizer_token';
const CALLERS = 500;

async function message(child: ChildProcess): Promise<unknown> {
  const [told] = (await once(child, 'message')) as [unknown];
  return told;
}

describe('two processes that share one vault', () => {
  const folder = temporaryFolder();
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, component: { startDomain: 'platform.example' } });
  });
  afterAll(async () => {
    await simulator.close();
    folder.remove();
  });

  test('500 callers of each ask for a token that has just expired: WeChat sees one refresh', async () => {
    const { appId } = simulator.addAccount();
    const { component, url } = simulator;
    const vault = await openScratchVault(folder.path);
    const leases = await openEmbeddedLeases(folder.path);
    const clock = Date.now;
    const platform = new HttpComponentPlatform({
      component,
      hosts: oneHost(url),
      ticket: () => simulator.currentTicket(),
      keepToken: keepComponentToken({ vault, leases, clock }, component.appId),
      clock,
    });
    const { code } = await platform.createPreAuthCode();
    const authorizationCode = await simulator.authorize({ preAuthCode: code, appId, push: 'NONE' });
    const { credentials } = await platform.queryAuthorization(authorizationCode);
    const expired = { ...credentials, accessTokenExpiresAt: new Date().toISOString() };
    await vault.put(`grant/${appId}/1`, JSON.stringify(expired));
    await new ComponentTickets(vault, component.appId).keep(await simulator.currentTicket(), new Date().toISOString());
    // What was fetched above is not to spare the two processes the race.
    await vault.erase('component/token');
    const before = [simulator.requests(COMPONENT_TOKEN), simulator.requests(REFRESH)];

    const { appId: id, secret } = component;
    const args = [folder.path, url, JSON.stringify({ appId: id, secret }), appId, String(CALLERS)];
    const children = [1, 2].map(() =>
      fork(join(__dirname, 'ask-for-tokens.mjs'), [join(process.cwd(), 'dist/src'), ...args]),
    );
    await Promise.all(children.map(message));
    const answers = children.map(message);
    for (const child of children) child.send('go');
    const tokens = ((await Promise.all(answers)) as string[][]).flat();

    expect(tokens).toHaveLength(2 * CALLERS);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(credentials.accessToken);
    const after = [simulator.requests(COMPONENT_TOKEN), simulator.requests(REFRESH)];
    expect(after.map((count, i) => count - (before[i] ?? 0))).toEqual([1, 1]);
    await leases.close();
    await vault.close();
  }, 30_000);
});
