import { randomUUID } from 'node:crypto';
import { buildGongxiangSchema } from '../../schema/build.js';
import type { Application } from '../../src/application/application.js';
import { createTokenVerifier } from '../../src/auth/token-verifier.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { loadConfig } from '../../src/config/config.js';
import { loadOrMakeSecrets } from '../../src/config/secrets.js';
import { UNHEARD } from '../../src/application/authorization/notes.js';
import { composeApplication } from '../../src/server/application.js';
import { openEngine } from '../../src/server/engine.js';
import { createServer } from '../../src/server/http/server.js';
import type { ReadyMessage } from '../../src/server/ready.js';
import { weChatClients } from '../../src/server/wechat-clients.js';
import { oneHost } from '../../src/wechat/hosts.js';

/**
 * The same stack (HTTP, token, limits, GraphQL, the very schema and selection) around a `bindCommunities` that does
 * nothing and answers with a community that is at hand. What is left is what any mutation costs.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const secrets = await loadOrMakeSecrets(config);
  const engine = await openEngine({
    config,
    secrets,
    log: () => undefined,
    onCommitted: () => undefined,
    onFailure: () => process.exit(1),
  });
  const app = await composeApplication({
    engine,
    secrets,
    config,
    weChat: weChatClients(engine, { component: { appId: '', secret: '' }, hosts: oneHost('http://localhost') }),
    publicUrl: () => config.publicUrl,
    onOutcome: () => undefined,
    notes: UNHEARD,
  });
  if (secrets.signingKey === null) throw new Error('The benchmark signs its own tokens.');
  const server = await createServer({
    config,
    schema: await buildGongxiangSchema(),
    app: await withoutEffect(app),
    verifier: createTokenVerifier({ ...config.tokens, trust: { jwk: secrets.signingKey } }),
    directory: engine.directory,
    events: engine.store,
    readModels: engine.readModels,
    progress: engine.projections.progress,
  });
  await server.listen();
  const ready: ReadyMessage = { graphqlUrl: `${server.url}/graphql`, simulatorUrl: null };
  process.send?.(ready);
  process.on('SIGTERM', () => process.exit(0));
}

async function withoutEffect({ commands, queries, feeds }: Application): Promise<Application> {
  const viewer: Viewer = {
    subject: 'bench',
    name: null,
    roles: ['OPERATOR'],
    tenant: { id: 'bench', name: null },
    expiresAt: Infinity,
  };
  const registered = await commands.registerCommunities(
    { viewer, correlationId: 'bench' },
    { communities: [{ name: 'community' }], idempotencyKey: randomUUID() },
  );
  if (!registered.ok) throw new Error('A community could not be registered.');
  const { cursor, result } = registered;
  await queries.reach(cursor);
  const communities = await queries.communitiesByIds({ viewer }, result.communityIds);
  return {
    feeds,
    commands: {
      ...commands,
      bindCommunities: () => Promise.resolve({ ok: true, result: { ...result, endedPaymentBindings: [] }, cursor }),
    },
    queries: {
      ...queries,
      reach: () => Promise.resolve(true),
      communitiesByIds: () => Promise.resolve(communities),
    },
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exit(1);
});
