import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Application } from '../../application/application.js';
import type { TokenVerifier } from '../../auth/token-verifier.js';
import type { Config } from '../../config/config.js';
import type { EventReader } from '../../event-store/port.js';
import type { Directory } from '../../people/directory.js';
import type { ReadModels } from '../../read-models/port.js';
import type { Progress } from '../../read-models/progress.js';
import { createApollo } from './apollo.js';
import { createAuthenticate } from './authentication.js';
import { CORRELATION_HEADER, correlationIdOf } from './correlation.js';
import { addExplorer } from './explorer/routes.js';
import { addGraphQL, GRAPHQL_PATH } from './graphql-route.js';
import { coreChecks, type ReadinessCheck } from './health.js';
import { observeProjections } from './lag-metrics.js';
import { LIMITS } from './limits/limits.js';
import { createMetrics, type Metrics } from './metrics.js';
import { addProbes } from './probes.js';
import { addRefusals } from './refusals.js';
import { addRequestLog } from './request-log.js';
import { RunningWork } from './running-work.js';
import { attachSockets } from './websocket/sockets.js';

export interface ServerOptions {
  readonly config: Pick<Config, 'host' | 'port' | 'logLevel'>;
  readonly schema: GraphQLSchema;
  readonly app: Application;
  readonly verifier: TokenVerifier;
  readonly directory: Pick<Directory, 'rememberTenant'>;
  readonly events: Pick<EventReader, 'head' | 'acceptCursor'>;
  readonly readModels: Pick<ReadModels, 'projections'>;
  readonly progress: Progress;
  /** Shared with whoever else counts. */
  readonly metrics?: Metrics;
  /** Beside the log and the read models. */
  readonly readiness?: readonly ReadinessCheck[];
  /** Pages and callbacks beside the API. */
  readonly addRoutes?: (fastify: FastifyInstance) => void | Promise<void>;
  /** Where the log's lines go; standard output by default. */
  readonly logTo?: Writable;
  readonly socketsPerTenant?: number;
  /** How long running operations may take once the server stops, milliseconds. */
  readonly patienceMs?: number;
  readonly keepAliveMs?: number;
  readonly connectionInitWaitMs?: number;
}

/** Connections that may wait to be taken, as far as the kernel lets: beyond, a crowd that comes at once is reset. */
const BACKLOG = 4_096;

export interface Server {
  /** Takes requests from now on. Resolves to `url`. */
  listen(): Promise<string>;
  /** Where it listens, without a slash at the end. @throws before it does */
  readonly url: string;
  readonly log: FastifyBaseLogger;
  /** Takes no new work, lets running operations finish, ends feeds with a code that tells clients to come back. */
  close(): Promise<void>;
}

const SOCKETS_CLOSE_MS = 2_000;

/** The API over HTTP and WebSocket at `/graphql`, its explorer, probes and whatever routes are added. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { config, schema, app, events, readModels, progress, metrics = createMetrics() } = options;
  const work = new RunningWork();
  const fastify = Fastify({
    logger: {
      level: config.logLevel,
      redact: ['*.authorization', '*.token'],
      ...(options.logTo && { stream: options.logTo }),
    },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bytes,
    requestTimeout: 30_000,
    // Requests that come while it closes are refused as all that come while the server stops: with a coded error.
    return503OnClosing: false,
    genReqId: ({ headers }) => correlationIdOf(headers[CORRELATION_HEADER]),
  });
  const logError = fastify.log.error.bind(fastify.log);
  const authenticate = createAuthenticate(options.verifier, options.directory);
  const apollo = createApollo({ schema, events, progress, metrics, logError });
  observeProjections(metrics.registry, events, readModels, progress);

  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(CORRELATION_HEADER, request.id);
    done();
  });
  addRefusals(fastify, work, logError);
  addRequestLog(fastify, { metrics, log: fastify.log });
  addProbes(fastify, { checks: [...coreChecks(events, readModels), ...(options.readiness ?? [])], metrics, work });
  addExplorer(fastify);
  await apollo.server.start();
  addGraphQL(fastify, { apollo, app, authenticate, work });
  await options.addRoutes?.(fastify);
  const sockets = attachSockets(fastify.server, {
    schema,
    app,
    authenticate,
    work,
    metrics,
    logError,
    path: GRAPHQL_PATH,
    socketsPerTenant: options.socketsPerTenant ?? 200,
    keepAliveMs: options.keepAliveMs ?? 12_000,
    connectionInitWaitMs: options.connectionInitWaitMs ?? 5_000,
  });

  const url = (): string => urlOf(fastify.server.address(), config.host);
  return {
    log: fastify.log,
    get url() {
      return url();
    },
    async listen() {
      await fastify.listen({
        host: config.host,
        port: config.port,
        backlog: BACKLOG,
        listenTextResolver: (at) => `Listening at ${at}`,
      });
      return url();
    },
    async close() {
      await work.stop(options.patienceMs ?? 10_000);
      await sockets.close(SOCKETS_CLOSE_MS);
      await apollo.server.stop();
      await fastify.close();
    },
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  const anywhere = host === '0.0.0.0' || host === '::';
  const name = anywhere || host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}
