import { randomUUID } from 'node:crypto';
import {
  getOperationAST,
  OperationTypeNode,
  subscribe,
  type ExecutionArgs,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { makeServer, type Context as Connection, type Server } from 'graphql-ws';
import type { Context } from '../../../../schema/context.js';
import type { Application } from '../../../application/application.js';
import type { Authenticate } from '../authentication.js';
import { EdgeError, graphQLErrorOf, presentError, type ErrorLog } from '../errors.js';
import { languageOf } from '../language.js';
import { LIMITS } from '../limits/limits.js';
import type { Metrics } from '../metrics.js';
import { feedContext, operationContext } from '../operation-context.js';
import type { RunningWork } from '../running-work.js';
import { Documents } from './documents.js';
import { CLOSE, type Session } from './session.js';
import type { TenantSockets } from './tenant-sockets.js';

/** What a client may say in `connection_init`. */
type ConnectionParams = Readonly<Record<string, unknown>> & {
  readonly authorization?: unknown;
  readonly language?: unknown;
};
interface Extra {
  readonly session: Session;
}

/** As graphql-ws hands it over. */
interface Result {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

export interface ProtocolOptions {
  readonly schema: GraphQLSchema;
  readonly app: Application;
  readonly authenticate: Authenticate;
  readonly sockets: TenantSockets;
  readonly work: RunningWork;
  readonly metrics: Metrics;
  readonly logError: ErrorLog;
  readonly connectionInitWaitMs: number;
}

/** Nothing that Apollo limits or masks applies here: rules, limits and errors are given to both alike. */
export function createProtocol(options: ProtocolOptions): Server<Extra> {
  const { schema, app, authenticate, sockets, work, metrics, logError } = options;
  const documents = new Documents(schema);

  return makeServer<ConnectionParams, Extra>({
    connectionInitWaitTimeout: options.connectionInitWaitMs,

    async onConnect({ connectionParams, extra: { session } }) {
      try {
        const viewer = await authenticate(connectionParams?.authorization);
        // The socket may have been closed meanwhile.
        if (!session.open) return false;
        if (!sockets.admit(session, viewer)) {
          session.close(CLOSE.tooMany);
          return false;
        }
        const { language } = connectionParams ?? {};
        session.begin(viewer, languageOf(typeof language === 'string' ? language : undefined));
        return true;
      } catch (error) {
        const { code } = error as { readonly code?: unknown };
        session.close(code === 'UNAUTHENTICATED' ? CLOSE.unauthorized : CLOSE.tryAgainLater);
        return false;
      }
    },

    onSubscribe(connection, id, { query, operationName, variables }) {
      const refusal = refusalOf(connection);
      if (refusal) return [graphQLErrorOf(refusal)];
      const checked = documents.check(query);
      if ('errors' in checked) return checked.errors;
      const { document } = checked;
      const { session } = connection.extra;
      const operation = getOperationAST(document, operationName)?.operation;
      if (operation && operation !== OperationTypeNode.SUBSCRIPTION) session.answering(id, work.begin());
      return {
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
        contextValue: contextOf(session, operation),
      };
    },

    subscribe: async (args: ExecutionArgs) => {
      const result = await subscribe(args);
      count('subscription', Symbol.asyncIterator in result ? undefined : result.errors);
      return result;
    },

    onNext({ extra: { session } }, _, __, args, result) {
      const context = args.contextValue as Context;
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      if (operation === OperationTypeNode.SUBSCRIPTION) metrics.feedMessages.inc();
      else count(operation ?? 'unknown', result.errors);
      return presented(result, session, context);
    },

    // After this hook the last message is written; what stops the server must not come before it.
    onComplete: ({ extra: { session } }, id) => void setImmediate(() => session.answered(id)),

    onError: ({ extra: { session } }, _, __, errors) =>
      errors.map((error) => presentError(graphQLErrorOf(error), audienceOf(session), logError)),
  });

  function refusalOf({ subscriptions }: Connection<ConnectionParams, Extra>): EdgeError | null {
    if (work.stopping) return new EdgeError('TRY_AGAIN', 'STOPPING');
    if (Object.keys(subscriptions).length <= LIMITS.operationsPerSocket) return null;
    return new EdgeError('TOO_MANY_REQUESTS', {
      en: `A socket carries ${LIMITS.operationsPerSocket} operations at the same time; end one or open another socket.`,
      zh: `一个连接最多同时进行 ${LIMITS.operationsPerSocket} 个操作,请先结束一个或另开连接。`,
    });
  }

  function contextOf(session: Session, operation: OperationTypeNode | undefined): Context {
    // Only acknowledged sockets may subscribe, and those have a viewer.
    if (!session.viewer) throw new EdgeError('UNAUTHENTICATED', 'UNAUTHENTICATED');
    const asking = { viewer: session.viewer, ...audienceOf(session) };
    return operation === OperationTypeNode.SUBSCRIPTION ? feedContext(app, asking) : operationContext(app, asking);
  }

  function presented(result: Result, session: Session, context: Context): FormattedExecutionResult | undefined {
    const lagging = context.lagging.value;
    if (!result.errors && !lagging) return undefined;
    const audience = { language: session.language, correlationId: context.correlationId };
    return {
      ...(result.data !== undefined && { data: result.data }),
      ...(result.errors && { errors: result.errors.map((error) => presentError(error, audience, logError)) }),
      ...(lagging && { extensions: { viewsLag: true } }),
    };
  }

  function count(type: string, errors: readonly unknown[] | undefined): void {
    metrics.operations.inc({ transport: 'websocket', type, outcome: errors ? 'errors' : 'ok' });
  }
}

const audienceOf = ({ language, correlationId }: Session) => ({
  language,
  correlationId: correlationId ?? randomUUID(),
});
