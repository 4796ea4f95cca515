import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { issueLocalToken, type LocalToken } from '../../src/auth/local-token.js';
import { loadConfig } from '../../src/config/config.js';
import { loadOrMakeSecrets } from '../../src/config/secrets.js';
import { startGongxiang, type Gongxiang } from '../../src/server/start.js';
import { authorizeNewAccount } from '../../scripts/support/authorize.js';
import { Person } from '../../scripts/support/person.js';
import { temporaryFolder } from './temporary-folder.js';

export type Claims = Partial<Omit<LocalToken, 'tenant'>> & { readonly tenant?: string | null };

/** The whole product on a folder of its own and free ports, as tests use it: over the wire. */
export interface TestSystem {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly dataDir: string;
  readonly gongxiang: Gongxiang;
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
  /** Where the log's lines go; the level is LOG_LEVEL's, silent unless told. */
  readonly logTo?: Writable;
}

export async function startTestSystem(
  env: Readonly<Record<string, string>> = {},
  options: TestSystemOptions = {},
): Promise<TestSystem> {
  const folder = temporaryFolder();
  const config = loadConfig({ PORT: '0', SIMULATOR_PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: folder.path, ...env });
  const secrets = await loadOrMakeSecrets(config);
  const { signingKey } = secrets;
  if (signingKey === null) throw new Error('Tests sign their own tokens.');
  const start = (): Promise<Gongxiang> =>
    startGongxiang({
      ...options,
      config,
      secrets,
      onFailure: (error) => {
        throw error;
      },
    });
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
    token,
    person: async (claims, language = 'en') =>
      new Person(claims?.name ?? 'someone', url(), await token(claims), language),
    authorize: (person) => authorizeNewAccount(person, '测试公众号'),
    restart: async () => {
      await gongxiang.close();
      gongxiang = await start();
    },
    close: async () => {
      await gongxiang.close();
      folder.remove();
    },
  };
}
