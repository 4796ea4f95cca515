import type { FastifyInstance } from 'fastify';
import encodeQR from 'qr';
import { html } from '../../web/html.js';
import type { SimulatedAccount } from './accounts.js';
import type { PictureUrls } from './authorizer-info.js';
import type { World } from './world.js';

export function pictureUrls(baseUrl: () => string): PictureUrls {
  return {
    avatar: ({ appId }) => `${baseUrl()}/simulator/avatars/${appId}`,
    qrCode: ({ appId }) => `${baseUrl()}/simulator/qrcodes/${appId}`,
  };
}

/** The pictures that profiles point to. */
export function pictures(app: FastifyInstance, world: World): void {
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
}

function picture(app: FastifyInstance, path: string, world: World, draw: (account: SimulatedAccount) => string): void {
  app.get(path, (request, reply) => {
    const account = world.account((request.params as { appId: string }).appId);
    if (account === null) return reply.code(404).send({ error: 'There is no such account.' });
    return reply.type('image/svg+xml').send(draw(account));
  });
}
