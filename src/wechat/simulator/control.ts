import type { FastifyInstance } from 'fastify';
import encodeQR from 'qr';
import { z } from 'zod';
import type { SimulatedAccount } from './accounts.js';
import type { PictureUrls } from './authorizer-info.js';
import { html } from '../../web/html.js';
import { page } from './page.js';
import { LIVES } from './lives.js';
import type { World } from './world.js';

const newAccount = z.strictObject({
  nickname: z.string().trim().min(1).max(60).optional(),
  kind: z.enum(['SERVICE', 'SUBSCRIPTION', 'MINI_PROGRAM']).optional(),
  principalName: z.string().trim().min(1).max(100).optional(),
  verified: z.boolean().optional(),
  wechatPay: z.boolean().optional(),
  condition: z.enum(['NORMAL', 'CANCELLED', 'BANNED', 'WARNED', 'FROZEN']).optional(),
  permissions: z.array(z.int().positive()).max(200).optional(),
  apiCapability: z.boolean().optional(),
});

export function pictureUrls(baseUrl: () => string): PictureUrls {
  return {
    avatar: ({ appId }) => `${baseUrl()}/simulator/avatars/${appId}`,
    qrCode: ({ appId }) => `${baseUrl()}/simulator/qrcodes/${appId}`,
  };
}

/** What WeChat does not have: making accounts, looking at them, and a page that explains the simulator. */
export function control(app: FastifyInstance, world: World): void {
  app.get('/simulator/accounts', (_, reply) => reply.send(world.accounts().map((account) => shown(world, account))));

  app.post('/simulator/accounts', (request, reply) => {
    const given = newAccount.safeParse(parse(request.body));
    if (!given.success) return reply.code(400).send({ error: z.prettifyError(given.error) });
    return reply.code(201).send(shown(world, world.addAccount(given.data)));
  });

  app.post('/simulator/component-token/invalidate', (_, reply) => {
    world.secrets.dropTokens();
    return reply.code(204).send();
  });

  picture(app, '/simulator/avatars/:appId', world, ({ appId, nickname }) => {
    const hue = parseInt(appId.slice(2, 6), 16) % 360;
    return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80">
      <rect width="80" height="80" fill="hsl(${hue} 45% 45%)" />
      <text x="40" y="40" dy=".35em" text-anchor="middle" font-size="40" fill="#fff" font-family="sans-serif">
        ${Array.from(nickname)[0] ?? ''}
      </text>
    </svg>`.source;
  });

  picture(app, '/simulator/qrcodes/:appId', world, ({ originalId }) =>
    encodeQR(`http://weixin.qq.com/r/${originalId}`, 'svg'),
  );

  app.get('/', (_, reply) => reply.type('text/html; charset=utf-8').send(index(world)));
}

function picture(app: FastifyInstance, path: string, world: World, draw: (account: SimulatedAccount) => string): void {
  app.get(path, (request, reply) => {
    const account = world.account((request.params as { appId: string }).appId);
    if (account === null) return reply.code(404).send({ error: 'There is no such account.' });
    return reply.type('image/svg+xml').send(draw(account));
  });
}

function shown(world: World, account: SimulatedAccount): object {
  const grant = world.grants.find(account.appId);
  const granted = grant === null ? null : { permissions: grant.permissions, exchanged: grant.exchanged };
  return { ...account, grant: granted };
}

/** No body is an account of which nothing is said. */
function parse(body: unknown): unknown {
  if (typeof body !== 'string' || body.trim() === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function index(world: World): string {
  return page(
    '微信模拟器 · WeChat simulator',
    html` <h1>微信开放平台模拟器 <span class="en">WeChat Open Platform simulator</span></h1>
      <p>
        本服务在本机模拟微信，用于试用与测试；不连接微信，所有状态只存在内存中。<br />
        <span class="en"
          >It plays WeChat's part on this machine, for trying things out and for tests. It never talks to WeChat and
          keeps everything in memory.</span
        >
      </p>
      <h2>平台 <span class="en">Platform</span></h2>
      <p>
        <code>${world.component.appId}</code> · 授权发起页域名 <span class="en">start domain</span>
        <code>${world.component.startDomain}</code>
      </p>
      <p>
        授权页要从平台自己的页面进入：发起授权后打开平台给出的链接。授权码 ${LIVES.authCode / 60}
        分钟内有效，只能使用一次。<br />
        <span class="en"
          >The authorization page is reached from the platform's own page: start an authorization there and follow its
          link. A code lives ${LIVES.authCode / 60} minutes and works once.</span
        >
      </p>
      <h2>模拟账号 <span class="en">Simulated accounts</span></h2>
      <ul>
        ${world.accounts().map(({ appId, nickname, kind, condition, verified }) => html`<li><code>${appId}</code> ${nickname} <small>${kind} · ${verified ? 'verified' : 'unverified'} · ${condition}</small></li>`)}
      </ul>
      <h2>控制接口 <span class="en">Control</span></h2>
      <ul>
        <li><code>GET /simulator/accounts</code></li>
        <li><code>POST /simulator/accounts</code></li>
        <li><code>POST /simulator/component-token/invalidate</code></li>
      </ul>
      <p class="hint">docs/simulator.md</p>`,
  );
}
