import type { FastifyInstance } from 'fastify';
import { reasonsNotReady, type ReadinessCheck } from './health.js';
import type { Metrics } from './metrics.js';
import type { RunningWork } from './running-work.js';

export interface Probes {
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly work: RunningWork;
}

/** For whoever runs the process: whether it lives, whether it can take work, what it counts. */
export function addProbes(fastify: FastifyInstance, { checks, metrics, work }: Probes): void {
  fastify.get('/healthz', () => ({ status: 'ok' }));

  fastify.get('/readyz', async (_, reply) => {
    const reasons = work.stopping ? ['The server is stopping.'] : await reasonsNotReady(checks);
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons });
  });

  fastify.get('/metrics', async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
