import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Application } from '../../application/application.js';
import type { Apollo } from './apollo.js';
import type { Authenticate } from './authentication.js';
import { sendExplorer, wantsPage } from './explorer/routes.js';
import { languageOf } from './language.js';
import { operationContext, type HttpContext } from './operation-context.js';
import type { RunningWork } from './running-work.js';

export const GRAPHQL_PATH = '/graphql';

export interface GraphQLRoute {
  readonly apollo: Apollo;
  readonly app: Application;
  readonly authenticate: Authenticate;
  readonly work: RunningWork;
}

/** GraphQL over HTTP; a browser that opens the same address gets the explorer. */
export function addGraphQL(fastify: FastifyInstance, { apollo, app, authenticate, work }: GraphQLRoute): void {
  const context = async (request: FastifyRequest): Promise<HttpContext> => {
    const audience = { language: languageOf(request.headers['accept-language']), correlationId: request.id };
    try {
      const viewer = await authenticate(request.headers.authorization);
      const made = { ...operationContext(app, { ...audience, viewer }), facts: { operationName: null } };
      request.operation = made;
      return made;
    } catch (error) {
      throw apollo.refuse(error, audience);
    }
  };
  const answer = fastifyApolloHandler(apollo.server, { context });
  fastify.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    handler: (request, reply) =>
      wantsPage(request) ? sendExplorer(reply) : work.run(() => answer.call(fastify, request, reply)),
  });
}
