import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EdgeError, errorBody, type ErrorLog } from './errors.js';
import { languageOf } from './language.js';
import type { RunningWork } from './running-work.js';

/** These tell that the server stops instead. */
const PROBES: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** What is refused before GraphQL is reached, as a GraphQL response all the same. */
export function addRefusals(fastify: FastifyInstance, work: RunningWork, logError: ErrorLog): void {
  fastify.setNotFoundHandler((request, reply) =>
    refuse(request, reply, 404, new EdgeError('BAD_USER_INPUT', 'NOT_FOUND')),
  );

  fastify.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return refuse(request, reply, 413, new EdgeError('BAD_USER_INPUT', 'BODY_TOO_LARGE'));
    if (status < 500) return refuse(request, reply, status, new EdgeError('BAD_USER_INPUT', 'BODY_MALFORMED'));
    logError({ err: error, correlationId: request.id }, 'A request failed');
    return refuse(request, reply, 500, new EdgeError('INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'));
  });

  fastify.addHook('onRequest', (request, reply, done) => {
    if (!work.stopping || PROBES.includes(request.routeOptions.url ?? '')) {
      done();
      return;
    }
    void reply.header('connection', 'close');
    refuse(request, reply, 503, new EdgeError('TRY_AGAIN', 'STOPPING'));
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, status: number, error: EdgeError): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  return reply.code(status).type('application/json; charset=utf-8').send(errorBody(error, language));
}
