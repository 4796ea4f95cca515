import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * A page of another site cannot make a browser on this machine play WeChat: what a browser sends from elsewhere is
 * refused. Programs send neither header.
 */
export function onlyFromHere(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (['GET', 'HEAD'].includes(request.method) || isFromHere(request)) return;
    await reply.code(403).send({ error: 'This request comes from a page of another site.' });
  });
}

function isFromHere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
