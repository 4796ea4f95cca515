import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';
import type { HttpContext } from './operation-context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The operation that the request asked for, once it is known who asks. */
    operation: HttpContext | null;
  }
  interface FastifyContextConfig {
    /** The route logs its requests itself. */
    readonly logsItself?: true;
  }
}

const LONGEST_NAME = 100;

/**
 * One line a request: never bodies, variables, headers or the query string (R29).
 */
export function addRequestLog(
  fastify: FastifyInstance,
  { metrics, log }: { readonly metrics: Metrics; readonly log: FastifyBaseLogger },
): void {
  fastify.decorateRequest('operation', null);
  fastify.addHook('onResponse', (request, reply, done) => {
    const facts = factsOf(request, reply);
    const { method, status } = facts;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpRequests.observe({ method, route, status: String(status) }, reply.elapsedTime / 1_000);
    if (request.routeOptions.config.logsItself !== true) log.info(facts, 'request');
    done();
  });
}

function factsOf(request: FastifyRequest, reply: FastifyReply) {
  const { operation } = request;
  return {
    correlationId: request.id,
    method: request.method,
    path: request.url.split('?', 1)[0]?.slice(0, 200),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ...(operation && {
      operation: operation.facts.operationName?.slice(0, LONGEST_NAME),
      tenant: operation.viewer.tenant?.id,
    }),
  };
}
