import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { EventStoreChoice } from '../event-store/engines.js';
import type { WeChatComponent } from '../wechat/component.js';
import type { WeChatHosts } from '../wechat/hosts.js';
import { VARIABLES, type Values, type VariableName } from './variables.js';
import type { VersionedKey, VersionedSecret } from './values.js';

/** What the process is told by its environment. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Null simulates WeChat. */
  readonly weChat: { readonly component: WeChatComponent; readonly hosts: WeChatHosts } | null;
  readonly simulatorPort: number;
  /** How often authorizations are compared with WeChat's list; 0 is never. */
  readonly reconcileMinutes: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. Of what is neither in the log nor can be made again. */
  readonly privateDir: string;
  readonly eventStore: EventStoreChoice;
  readonly readModels: 'embedded';
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly tokens: {
    readonly issuer: string;
    readonly audience: string;
    /** Null: the key made in the private folder. */
    readonly trust: { readonly jwksUrl: string } | { readonly publicKey: string } | null;
  };
  /** What was given; null is made in the private folder. */
  readonly secrets: {
    /** First: in use. */
    readonly shareCode: readonly VersionedSecret[] | null;
    readonly command: string | null;
    /** First: in use. */
    readonly vault: readonly VersionedKey[] | null;
    /** Private key (Ed25519). */
    readonly auditSigning: KeyObject | null;
  };
  readonly allowedReturnOrigins: readonly string[];
}

/** The environment does not make sense. The message lists every mistake, with what is allowed. */
export class ConfigError extends Error {
  readonly code = 'CONFIG';
  constructor(readonly problems: readonly string[]) {
    super(['The configuration has mistakes:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = new.target.name;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError with everything that is wrong or missing, at once */
export function loadConfig(env: Environment): Config {
  const set = (name: VariableName): boolean => textOf(env, name) !== undefined;
  const { values, problems } = parse(env);
  const production = textOf(env, 'NODE_ENV') === 'production';
  problems.push(...missing(set, production), ...weChatProblems(set, production, textOf(env, 'WECHAT_SIMULATOR')));
  if (set('JWT_JWKS_URL') && set('JWT_PUBLIC_KEY')) {
    problems.push('JWT_JWKS_URL and JWT_PUBLIC_KEY exclude each other: set one.');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(values as Values);
}

/** Where files are. */
export type Folders = Pick<Config, 'dataDir' | 'privateDir'>;

/** Only the folders, also where the environment lacks what a server needs. */
export const loadFolders = (env: Environment): Folders => foldersOf(parse(env).values as Values);

/** Where the log is, and the files beside it. */
export type Stores = Folders & Pick<Config, 'eventStore'>;

/** Only that, also where the environment lacks what a server needs. @throws ConfigError when it is told wrongly */
export function loadStores(env: Environment): Stores {
  const { values, problems } = parse(env, ['DATA_DIR', 'PRIVATE_DIR', 'EVENT_STORE_URL', 'EVENT_STORE_PREFIX']);
  if (problems.length > 0) throw new ConfigError(problems);
  const all = values as Values;
  return { ...foldersOf(all), eventStore: eventStoreOf(all) };
}

/** An empty variable counts as unset, as container tools pass what is not set. */
function textOf(env: Environment, name: VariableName): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

const names = Object.keys(VARIABLES) as VariableName[];

function parse(
  env: Environment,
  only: readonly VariableName[] = names,
): { values: Partial<Values>; problems: string[] } {
  const problems: string[] = [];
  const values = only.map((name) => {
    const result = VARIABLES[name].parse.safeParse(textOf(env, name));
    if (!result.success) problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}.`);
    return [name, result.data];
  });
  return { values: Object.fromEntries(values) as Partial<Values>, problems };
}

/** With a token issuer of one's own, whose tokens count must be said; in production everything secret must be. */
function missing(set: (name: VariableName) => boolean, production: boolean): string[] {
  if (production) {
    const absent = names.filter((name) => VARIABLES[name].requiredInProduction === true && !set(name));
    const problems = absent.map(
      (name) => `${name} must be set with NODE_ENV=production: ${VARIABLES[name].description}`,
    );
    const trust = set('JWT_JWKS_URL') || set('JWT_PUBLIC_KEY');
    return trust ? problems : ['JWT_JWKS_URL or JWT_PUBLIC_KEY must be set with NODE_ENV=production.', ...problems];
  }
  if (!set('JWT_JWKS_URL') && !set('JWT_PUBLIC_KEY')) return [];
  return (['JWT_ISSUER', 'JWT_AUDIENCE'] as const)
    .filter((name) => !set(name))
    .map((name) => `${name} must be set: ${VARIABLES[name].description}`);
}

const WECHAT_CREDENTIALS = names.filter((name) => VARIABLES[name].requiredInProduction === 'unless simulated');

/** All of the platform's credentials or none; and in production nobody simulates WeChat by mistake. */
function weChatProblems(
  set: (name: VariableName) => boolean,
  production: boolean,
  simulator: string | undefined,
): string[] {
  const absent = WECHAT_CREDENTIALS.filter((name) => !set(name));
  if (absent.length === WECHAT_CREDENTIALS.length) {
    if (!production || simulator === 'on') return [];
    return [
      `${WECHAT_CREDENTIALS.join(', ')} must be set with NODE_ENV=production, or WECHAT_SIMULATOR=on to simulate WeChat.`,
    ];
  }
  if (simulator === 'on') {
    return ['WECHAT_SIMULATOR=on and credentials of a platform exclude each other: set one or the other.'];
  }
  return absent.map((name) => `${name} must be set too: ${VARIABLES[name].description}`);
}

function configOf(values: Values): Config {
  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    weChat: weChatOf(values),
    simulatorPort: values.SIMULATOR_PORT,
    reconcileMinutes: values.RECONCILE_MINUTES,
    ...foldersOf(values),
    eventStore: eventStoreOf(values),
    readModels: values.READ_MODEL_URL,
    logLevel: values.LOG_LEVEL,
    tokens: {
      issuer: values.JWT_ISSUER ?? 'gongxiang',
      audience: values.JWT_AUDIENCE ?? 'gongxiang',
      trust: trustOf(values),
    },
    secrets: {
      shareCode: values.SHARE_CODE_SECRETS ?? null,
      command: values.COMMAND_SECRET ?? null,
      vault: values.VAULT_KEYS ?? null,
      auditSigning: values.AUDIT_SIGNING_KEY ?? null,
    },
    allowedReturnOrigins: values.ALLOWED_RETURN_ORIGINS,
  };
}

const foldersOf = ({ DATA_DIR, PRIVATE_DIR }: Pick<Values, 'DATA_DIR' | 'PRIVATE_DIR'>): Folders => ({
  dataDir: resolve(DATA_DIR),
  privateDir: resolve(PRIVATE_DIR ?? DATA_DIR),
});

function eventStoreOf({
  EVENT_STORE_URL: url,
  EVENT_STORE_PREFIX: prefix,
}: Pick<Values, 'EVENT_STORE_URL' | 'EVENT_STORE_PREFIX'>): EventStoreChoice {
  return url === 'embedded' ? { engine: 'embedded' } : { engine: 'kurrentdb', url: url.kurrentDb, prefix };
}

function weChatOf(values: Values): Config['weChat'] {
  const {
    WECHAT_COMPONENT_APPID: appId,
    WECHAT_COMPONENT_SECRET: secret,
    WECHAT_TOKEN: token,
    WECHAT_ENCODING_AES_KEYS: encodingAesKeys,
  } = values;
  if (appId === undefined || secret === undefined || token === undefined || encodingAesKeys === undefined) return null;
  return {
    component: { appId, secret, token, encodingAesKeys },
    hosts: { api: values.WECHAT_API_URL, pc: values.WECHAT_PC_URL, mobile: values.WECHAT_MOBILE_URL },
  };
}

function trustOf({ JWT_JWKS_URL: jwksUrl, JWT_PUBLIC_KEY: publicKey }: Values): Config['tokens']['trust'] {
  if (jwksUrl !== undefined) return { jwksUrl };
  return publicKey === undefined ? null : { publicKey };
}
