import type { FastifyInstance } from 'fastify';
import type { SealReader } from '../audit/seal-store.js';
import { jwksOf } from '../audit/signing.js';

/** The public keys of seals, for whoever checks them without a token. */
export function auditKeysRoute(fastify: FastifyInstance, seals: Pick<SealReader, 'keys'>): void {
  fastify.get('/.well-known/gongxiang-audit-keys.json', async (_, reply) =>
    reply
      .type('application/jwk-set+json; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .send(JSON.stringify(jwksOf(await seals.keys()))),
  );
}
