import { randomUUID } from 'node:crypto';
import { PassThrough, type Writable } from 'node:stream';
import { issueLocalToken, type LocalToken } from '../../src/auth/local-token.js';
import { loadConfig } from '../../src/config/config.js';
import { loadOrMakeSecrets } from '../../src/config/secrets.js';
import { startGongxiang, type Gongxiang } from '../../src/server/start.js';
import type { Simulator } from '../../src/wechat/simulator/simulator.js';
import { authorizeNewAccount } from '../../scripts/support/authorize.js';
import { Person } from '../../scripts/support/person.js';
import { SecretWatch } from './secret-watch.js';
import { temporaryFolder } from './temporary-folder.js';

export type Claims = Partial<Omit<LocalToken, 'tenant'>> & { readonly tenant?: string | null };

/**
 * The whole product on a folder of its own and free ports, as tests use it: over the wire. Whatever is tested with it,
 * `close` fails when a secret of WeChat's stands in its log, an answer or a file (R29).
 */
export interface TestSystem {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly dataDir: string;
  readonly gongxiang: Gongxiang;
  /** WeChat's side, where no real platform is configured. */
  readonly simulator: Simulator;
  token(claims?: Claims): Promise<string>;
  /** Someone who asks; an operator of a tenant of their own unless told otherwise. */
  person(claims?: Claims, language?: string): Promise<Person>;
  /** The person's tenant authorizes a new official account through the QR flow. Resolves to its appId. */
  authorize(person: Person): Promise<string>;
  /** Stops and starts again on the same folder; addresses change. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface TestSystemOptions {
  /** Where the log's lines go; the level is LOG_LEVEL's, info unless told. */
  readonly logTo?: Writable;
  /** Called when it has stopped for good, to look through what is not in its folder, and to clear that away. */
  readonly stopped?: (look: (place: string, text: string) => void) => Promise<void>;
}

export async function startTestSystem(
  env: Readonly<Record<string, string>> = {},
  options: TestSystemOptions = {},
): Promise<TestSystem> {
  const folder = temporaryFolder();
  const config = loadConfig({ PORT: '0', SIMULATOR_PORT: '0', LOG_LEVEL: 'info', DATA_DIR: folder.path, ...env });
  const secrets = await loadOrMakeSecrets(config);
  const { signingKey } = secrets;
  if (signingKey === null) throw new Error('Tests sign their own tokens.');
  const watch = new SecretWatch();
  const logTo = new PassThrough();
  logTo.on('data', (chunk: Buffer) => {
    watch.look('a log line', chunk.toString());
    options.logTo?.write(chunk);
  });
  const start = async (): Promise<Gongxiang> => {
    const started = await startGongxiang({
      logTo,
      config,
      secrets,
      // Tests seal when they want to.
      sealEveryMs: 3_600_000,
      onFailure: (error) => {
        throw error;
      },
    });
    watch.handedOut(started.simulator?.issuedSecrets() ?? []);
    watch.tap(Number(new URL(started.url).port));
    return started;
  };
  const stop = async (): Promise<void> => {
    const { url: stopped, simulator } = gongxiang;
    await gongxiang.close();
    watch.untap(Number(new URL(stopped).port));
    watch.handedOut(simulator?.issuedSecrets() ?? []);
  };
  let gongxiang = await start();

  const token = ({ tenant, ...claims }: Claims = {}): Promise<string> =>
    issueLocalToken(signingKey, config.tokens, {
      subject: randomUUID(),
      name: null,
      roles: ['OPERATOR'],
      lifetimeSeconds: 3_600,
      ...claims,
      tenant: tenant === null ? null : { id: tenant ?? `t-${randomUUID()}`, name: null },
    });
  const url = (): string => `${gongxiang.url}/graphql`;
  return {
    get url() {
      return url();
    },
    dataDir: folder.path,
    get gongxiang() {
      return gongxiang;
    },
    get simulator() {
      if (gongxiang.simulator === null) throw new Error('This system talks to a real platform.');
      return gongxiang.simulator;
    },
    token,
    person: async (claims, language = 'en') =>
      new Person(claims?.name ?? 'someone', url(), await token(claims), language),
    authorize: (person) => authorizeNewAccount(person, '测试公众号'),
    restart: async () => {
      await stop();
      gongxiang = await start();
    },
    close: async () => {
      await stop();
      await options.stopped?.((place, text) => watch.look(place, text));
      watch.lookThrough(folder.path);
      folder.remove();
      watch.end();
    },
  };
}
