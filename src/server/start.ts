import type { Writable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { CredentialEraser } from '../application/tokens/credential-eraser.js';
import { buildGongxiangSchema } from '../../schema/build.js';
import { createTokenVerifier, type TokenVerifier } from '../auth/token-verifier.js';
import type { Trust } from '../auth/trusted-keys.js';
import type { Sealer } from '../audit/sealer.js';
import { loadOrMakeAuditKey } from '../config/audit-key.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { TicketWatch } from '../application/tokens/ticket-watch.js';
import type { Simulator } from '../wechat/simulator/simulator.js';
import { auditKeysRoute } from './audit-keys-route.js';
import { authorizationNotes } from './authorization-notes.js';
import { callbackRoutes } from './callbacks/callback-routes.js';
import { composeApplication, type ComposedApplication } from './application.js';
import { Closing } from './closing.js';
import { EarlyLog } from './early-log.js';
import { openEngine, type Engine } from './engine.js';
import { countConnection, observeSubscriptions } from './http/event-store-metrics.js';
import { createMetrics } from './http/metrics.js';
import { createServer } from './http/server.js';
import { observeTickets } from './http/ticket-metrics.js';
import { authorizationPages } from './pages/authorization-pages.js';
import { Recurring } from './recurring.js';
import { startSealing } from './sealing.js';
import { weChatClients } from './wechat-clients.js';
import { callbackUrls, openWeChatSide } from './wechat-side.js';

export interface StartOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly logTo?: Writable;
  /** How often what is new in the log is sealed, milliseconds; every minute by default. */
  readonly sealEveryMs?: number;
  /** The process cannot go on usefully and had better be started again. */
  readonly onFailure: (error: Error) => void;
}

export interface Gongxiang {
  /** Without a slash at the end. */
  readonly url: string;
  /** Null where real credentials are configured, and where another process runs it. */
  readonly simulator: Simulator | null;
  /** Null where real credentials are configured. */
  readonly simulatorUrl: string | null;
  readonly log: FastifyBaseLogger;
  readonly app: ComposedApplication;
  readonly engine: Engine;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** How often what was left behind by a crash, or by a WeChat that did not answer, is carried on. */
const CARRY_ON_MS = 30_000;
/** As often as WeChat pushes tickets. */
const LOOK_FOR_TICKETS_MS = 600_000;

/** Everything in one process, listening. @throws with everything closed again when a part cannot start */
export async function startGongxiang(options: StartOptions): Promise<Gongxiang> {
  const { config, secrets, logTo, sealEveryMs, onFailure } = options;
  const closing = new Closing();
  try {
    const log = new EarlyLog();
    const metrics = createMetrics();
    const engine = closing.add(
      await openEngine({
        config,
        secrets,
        log: (...line) => log.write(...line),
        onCommitted: (events) => metrics.appendBatch.observe(events),
        onConnection: countConnection(metrics.registry),
        onFailure,
      }),
    );
    // Closed after whatever writes to the log.
    const { sealer } = closing.add(
      await startSealing({
        engine,
        key: await loadOrMakeAuditKey(config),
        privateDir: config.privateDir,
        everyMs: sealEveryMs,
        onFailure: (error) => log.write('error', 'The log could not be sealed.', { reason: String(error) }),
      }),
    );
    const weChatSide = closing.add(await openWeChatSide(config, engine.vault));
    const { component, simulator, simulatorUrl } = weChatSide;
    const clients = weChatClients(engine, weChatSide);
    const notes = authorizationNotes(log, metrics);
    const app = await composeApplication({
      engine,
      weChat: clients,
      secrets,
      config,
      publicUrl: () => (config.port === 0 ? server.url : config.publicUrl),
      onOutcome: (command, outcome) => metrics.commands.inc({ command, outcome }),
      notes,
    });
    const { runs, results, reconciliation } = app.authorizations;
    const failed = (error: unknown): void => notes.failed('AUTHORIZATION', error);
    // Accepted is accepted: a page that comes a moment too early shows so itself.
    const settled = async (): Promise<void> => {
      await app.queries
        .latestCursor()
        .then((cursor) => app.queries.reach(cursor))
        .catch(() => undefined);
    };
    const server = await createServer({
      config,
      schema: await buildGongxiangSchema(),
      app,
      verifier: verifierOf(config, secrets),
      directory: engine.directory,
      events: engine.store,
      readModels: engine.readModels,
      progress: engine.projections.progress,
      readiness: engine.readiness,
      metrics,
      addRoutes: async (fastify) => {
        authorizationPages(fastify, { runs, results, settled, now: Date.now });
        auditKeysRoute(fastify, engine.seals);
        const { receiver } = app;
        await callbackRoutes(fastify, { component, receiver, journal: engine.callbacks, metrics, now: Date.now });
      },
      ...(logTo && { logTo }),
    });
    log.continueIn(server.log);
    // Closed after the server, which drains first.
    closing.add(new Recurring(CARRY_ON_MS, app.carryOn, failed));
    closing.add(app);
    if (config.reconcileMinutes > 0) {
      const compare = (signal: AbortSignal): Promise<void> => reconciliation.runBySchedule(signal);
      closing.add(new Recurring(config.reconcileMinutes * 60_000, compare, failed, 'LATER'));
    }
    closing.add(
      new CredentialEraser(engine.store, app.states, engine.vault, (error) =>
        server.log.error({ err: error }, 'Credentials of grants that do not hold any more could not be erased yet.'),
      ),
    );
    closing.add(server);
    observeTickets(metrics.registry, clients.tickets);
    observeSubscriptions(metrics.registry, engine.subscriptions);
    await server.listen();
    // Not before WeChat can be answered.
    if (simulator !== null) {
      simulator.configureCallbacks(callbackUrls(server.url));
      await simulator.pushTicket();
    }
    const watch = new TicketWatch(clients.tickets, clients.platform, (level, message, facts) =>
      server.log[level](facts, message),
    );
    const onUnseen = (error: unknown): void => server.log.error({ err: error }, 'The tickets cannot be looked at.');
    closing.add(new Recurring(LOOK_FOR_TICKETS_MS, () => watch.look(), onUnseen));
    return {
      url: server.url,
      simulator,
      simulatorUrl,
      log: server.log,
      app,
      engine,
      sealer,
      close: () => closing.close(),
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function verifierOf({ tokens }: Config, { signingKey }: Secrets): TokenVerifier {
  const { issuer, audience } = tokens;
  return createTokenVerifier({ trust: tokens.trust ?? localTrust(signingKey), issuer, audience });
}

function localTrust(signingKey: Secrets['signingKey']): Trust {
  if (signingKey === null) throw new Error('There is no key to verify tokens with.');
  return { jwk: signingKey };
}
