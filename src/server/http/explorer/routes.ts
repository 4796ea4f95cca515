import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { explorerFiles } from './files.js';
import { EXPLORER_PAGE, EXPLORER_PATH, EXPLORER_POLICY } from './page.js';

/** Whether a browser asks for a page rather than a client for an answer. */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

export function sendExplorer(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', EXPLORER_POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(EXPLORER_PAGE);
}

/** GraphiQL at `/`, with everything that it loads. */
export function addExplorer(fastify: FastifyInstance): void {
  const files = explorerFiles();
  fastify.get('/', (_, reply) => sendExplorer(reply));
  fastify.get<{ Params: { '*': string } }>(`${EXPLORER_PATH}/*`, (request, reply) => {
    const file = files.get(request.params['*']);
    if (!file) {
      reply.callNotFound();
      return reply;
    }
    return reply
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'max-age=3600')
      .type(file.type)
      .send(file.content);
  });
}
