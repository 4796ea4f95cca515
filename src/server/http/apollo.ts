import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { EventReader } from '../../event-store/port.js';
import type { Progress } from '../../read-models/progress.js';
import { AFTER_CURSOR_HEADER, waitForCursor } from './after-cursor.js';
import { errorCodeOf, type ErrorCode } from './error-codes.js';
import { EdgeError, graphQLErrorOf, presentError, type Audience, type ErrorLog } from './errors.js';
import { limitRules, LIMITS } from './limits/limits.js';
import type { Metrics } from './metrics.js';
import type { HttpContext } from './operation-context.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly events: Pick<EventReader, 'acceptCursor'>;
  readonly progress: Progress;
  readonly metrics: Metrics;
  readonly logError: ErrorLog;
}

export interface Apollo {
  readonly server: ApolloServer<HttpContext>;
  /** Makes of what a context function threw the error that Apollo answers with. */
  refuse(error: unknown, audience: Audience): GraphQLError;
}

type Listener = GraphQLRequestListener<HttpContext>;

/** Operations over HTTP. */
export function createApollo({ schema, events, progress, metrics, logError }: ApolloOptions): Apollo {
  // Apollo formats errors without telling of which request; these are known to be a request's.
  const audiences = new WeakMap<GraphQLError, Audience>();
  const unknownAudience: Audience = { language: 'en', correlationId: '' };

  const listener: Listener = {
    async didResolveOperation({ operation, request, operationName, contextValue }) {
      contextValue.facts.operationName = operationName;
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
        throw withStatus(new EdgeError('BAD_USER_INPUT', 'SUBSCRIPTION_OVER_HTTP'), 400);
      }
      const after = request.http?.headers.get(AFTER_CURSOR_HEADER);
      if (after !== undefined && operation?.operation === OperationTypeNode.QUERY) {
        try {
          await waitForCursor({ events, progress }, after);
        } catch (error) {
          throw withStatus(error, statusOf(error));
        }
      }
    },
    didEncounterErrors({ errors, contextValue }) {
      for (const error of errors) audiences.set(error, contextValue);
      return Promise.resolve();
    },
    willSendResponse({ request, response, operation, errors, contextValue }) {
      const type = operation?.operation ?? 'unknown';
      metrics.operations.inc({ transport: 'http', type, outcome: errors ? 'errors' : 'ok' });
      if (response.body.kind === 'single') {
        const result = response.body.singleResult;
        if (contextValue.lagging.value) result.extensions = { ...result.extensions, viewsLag: true };
        if (isAboutDocument(errors) && takesPlainJson(request.http?.headers.get('accept'))) response.http.status = 200;
      }
      return Promise.resolve();
    },
  };
  const plugin: ApolloServerPlugin<HttpContext> = { requestDidStart: () => Promise.resolve(listener) };

  const server = new ApolloServer<HttpContext>({
    schema,
    introspection: true,
    persistedQueries: false,
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    validationRules: [...limitRules],
    csrfPrevention: { requestHeaders: ['x-apollo-operation-name', 'apollo-require-preflight', 'authorization'] },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), plugin],
    formatError: (_, raw) => {
      const error = graphQLErrorOf(raw);
      return presentError(error, audiences.get(error) ?? unknownAudience, logError);
    },
  });

  return {
    server,
    refuse(thrown, audience) {
      const error = withStatus(thrown, statusOf(thrown));
      audiences.set(error, audience);
      return error;
    },
  };
}

/** GraphQL over HTTP: as application/json, the status tells only whether the request itself was well-formed. */
const isAboutDocument = (errors: readonly GraphQLError[] = []): boolean =>
  errors.some(({ extensions }) => DOCUMENT_CODES.includes(String(extensions['code'])));

const DOCUMENT_CODES: readonly string[] = [
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
];

const takesPlainJson = (accept: string | undefined): boolean => !accept?.includes('application/graphql-response+json');

const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  BAD_USER_INPUT: 400,
  TRY_AGAIN: 503,
};

/** Of an answer that says nothing but the error. */
const statusOf = (error: unknown): number => STATUSES[errorCodeOf(graphQLErrorOf(error))] ?? 500;

function withStatus(error: unknown, status: number): GraphQLError {
  const { message, originalError } = graphQLErrorOf(error);
  const headers = new HeaderMap(status === 401 ? [['www-authenticate', 'Bearer']] : []);
  return new GraphQLError(message, { originalError: originalError ?? null, extensions: { http: { status, headers } } });
}
