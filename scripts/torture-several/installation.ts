import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueLocalToken } from '../../src/auth/local-token.js';
import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import type { EventReader } from '../../src/event-store/port.js';
import { Closing } from '../../src/server/closing.js';
import { Person } from '../support/person.js';
import type { Operators } from './operators.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';

/** Two API processes on one KurrentDB, each with read models of its own. */
export interface Installation extends Operators {
  readonly eventStore: EventStoreChoice;
  readonly servers: readonly [ServerProcess, ServerProcess];
  /** Data folders of the two. */
  readonly dataDirs: readonly [string, string];
  /** What they share. */
  readonly privateDir: string;
  readonly log: EventReader;
  /** Errors that they have logged up to now. */
  readonly errors: readonly string[];
  /** Ends the processes as they are asked to; the folders stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const ISSUER = { issuer: 'https://issuer.example', audience: 'gongxiang' };
const HOURS = 3_600;
/** As the log's lines number it. */
const ERROR = 50;

const isError = (line: string): boolean => Number(/"level":(\d+)/.exec(line)?.[1]) >= ERROR;

/** What an operator configures, the same for every process; nothing is made by them. */
function configured() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const auditKey = generateKeyPairSync('ed25519').privateKey;
  const secret = (): string => randomBytes(32).toString('base64url');
  return {
    signingKey: privateKey.export({ format: 'jwk' }),
    env: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://localhost',
      WECHAT_SIMULATOR: 'on',
      JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      JWT_ISSUER: ISSUER.issuer,
      JWT_AUDIENCE: ISSUER.audience,
      SHARE_CODE_SECRETS: `1:${secret()}`,
      COMMAND_SECRET: secret(),
      VAULT_KEYS: `1:${randomBytes(32).toString('base64')}`,
      AUDIT_SIGNING_KEY: auditKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      // So that both compare themselves with WeChat while the races go on.
      RECONCILE_MINUTES: '1',
    },
  };
}

export async function openInstallation({ url, prefix }: { readonly url: string; readonly prefix: string }) {
  const eventStore: EventStoreChoice = { engine: 'kurrentdb', url, prefix };
  const folder = mkdtempSync(join(tmpdir(), 'gongxiang-several-'));
  const closing = new Closing();
  closing.add({ close: () => rm(folder, { recursive: true, force: true }) });
  try {
    const { signingKey, env } = configured();
    const running = closing.add(new Closing());
    const privateDir = join(folder, 'private');
    const errors: string[] = [];
    const start = async (name: string): Promise<ServerProcess> => {
      const place = { EVENT_STORE_URL: url, EVENT_STORE_PREFIX: prefix, PRIVATE_DIR: privateDir };
      const onLine = (line: string): void => {
        if (isError(line)) errors.push(line);
      };
      const server = await startServerProcess({ dataDir: join(folder, name), env: { ...env, ...place }, onLine });
      running.add({ close: () => server.stop() });
      return server;
    };
    const servers = [await start('a'), await start('b')] as const;
    const log = closing.add(await openEventReader(eventStore, folder));
    const installation: Installation = {
      eventStore,
      servers,
      dataDirs: [join(folder, 'a'), join(folder, 'b')],
      privateDir,
      log,
      errors,
      operator: async (tenant) => {
        const claims = { subject: `operator-of-${tenant}`, name: null, tenant: { id: tenant, name: null } };
        const asked = { ...claims, roles: ['OPERATOR'] as const, lifetimeSeconds: 12 * HOURS };
        const token = await issueLocalToken(signingKey, ISSUER, asked);
        const [a, b] = servers;
        return [new Person(tenant, a.url, token, 'en'), new Person(tenant, b.url, token, 'en')];
      },
      stop: () => running.close(),
      close: () => closing.close(),
    };
    return installation;
  } catch (error) {
    await closing.close();
    throw error;
  }
}
