// A process of its own that opens the vault and the leases of a folder, and asks for an account's token many times at
// once when told to go. argv: compiled src folder, data folder, URL of WeChat, component as JSON, appId, callers
import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , src, folder, url, component, appId, callers] = process.argv;
const load = (file) => import(pathToFileURL(join(src, file)).href);
const { openEmbeddedVault } = await load('vault/embedded-vault.js');
const { openEmbeddedLeases } = await load('leases/embedded-leases.js');
const { AccessTokens } = await load('application/tokens/access-tokens.js');
const { ComponentTickets } = await load('application/tokens/component-tickets.js');
const { keepComponentToken } = await load('application/tokens/component-tokens.js');
const { HttpComponentPlatform } = await load('wechat/client/http-component-platform.js');
const { oneHost } = await load('wechat/hosts.js');

const vault = await openEmbeddedVault(folder, { keys: new Map([[1, Buffer.alloc(32, 7)]]), current: 1 });
const leases = await openEmbeddedLeases(folder);
const keeping = { vault, leases, clock: Date.now };
const registered = JSON.parse(component);
const tickets = new ComponentTickets(vault, registered.appId);
const broker = new AccessTokens({
  ...keeping,
  platform: new HttpComponentPlatform({
    component: registered,
    hosts: oneHost(url),
    ticket: () => tickets.ticket(),
    keepToken: keepComponentToken(keeping, registered.appId),
    clock: keeping.clock,
  }),
  account: () => Promise.resolve({ status: 'AUTHORIZED', grant: 1 }),
  onNotAuthorized: () => undefined,
});

process.once('message', async () => {
  const tokens = await Promise.all(Array.from({ length: Number(callers) }, () => broker.get(appId)));
  process.send(
    tokens.map(({ token }) => token),
    () => process.disconnect(),
  );
});
process.send('ready');
