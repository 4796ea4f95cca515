import { z } from 'zod';
import { WECHAT_HOSTS } from '../wechat/hosts.js';
import {
  ed25519PrivateKey,
  encodingAesKeys,
  engineUrl,
  eventStoreUrl,
  httpUrl,
  minutes,
  oneOf,
  origins,
  port,
  publicKey,
  secret,
  streamPrefix,
  text,
  versionedKeys,
  versionedSecrets,
  weChatAppId,
  weChatSecret,
  weChatToken,
} from './values.js';

/** An environment variable: how it is documented, and how its text becomes a value. */
export interface Variable {
  /** For operators, ending with what is allowed where the name does not say it. */
  readonly description: string;
  /** What holds when it is not set, as the README shows it. */
  readonly default: string;
  /** Whether NODE_ENV=production demands it; otherwise a group of which one is enough is named. */
  readonly requiredInProduction: boolean | 'one of the two' | 'unless simulated';
  /** Takes the text, undefined when unset or empty. */
  readonly parse: z.ZodType<unknown, string | undefined>;
}

const MADE = 'made in `PRIVATE_DIR/secrets.json`';

/** Every environment variable there is: parsed and documented from here alone. */
export const VARIABLES = {
  NODE_ENV: {
    description: '`production` demands explicit secrets and token verification. `development`, `test` or `production`.',
    default: 'development',
    requiredInProduction: false,
    parse: oneOf(['development', 'test', 'production']).default('development'),
  },
  HOST: {
    description: 'Address to listen on. `0.0.0.0` or `::` to be reached from other machines.',
    default: '127.0.0.1',
    requiredInProduction: false,
    parse: text.default('127.0.0.1'),
  },
  PORT: {
    description: 'Port to listen on for HTTP and WebSocket; 0 takes any free one.',
    default: '4000',
    requiredInProduction: false,
    parse: port.default(4000),
  },
  PUBLIC_URL: {
    description: 'Where browsers reach this server: pages of the QR flow and redirects from WeChat begin with it.',
    default: 'http://localhost:PORT',
    requiredInProduction: true,
    parse: httpUrl.optional(),
  },
  DATA_DIR: {
    description:
      'Folder of the embedded log and of what can be made again from the log. Each process needs one of its own.',
    default: './data',
    requiredInProduction: false,
    parse: text.default('./data'),
  },
  PRIVATE_DIR: {
    description:
      'Folder of what is neither in the log nor can be made again: people, credentials, seals, and secrets that are made here. Processes of one host that work on one KurrentDB share it.',
    default: 'DATA_DIR',
    requiredInProduction: false,
    parse: text.optional(),
  },
  EVENT_STORE_URL: {
    description:
      'Engine of the log. `embedded:` keeps it in a file of DATA_DIR, `kurrentdb://[user:password@]host:2113[,…][?tls=…]` (or `kurrentdb+discover://`) in a KurrentDB 26.1 or newer.',
    default: 'embedded:',
    requiredInProduction: false,
    parse: eventStoreUrl.default('embedded'),
  },
  EVENT_STORE_PREFIX: {
    description:
      'Begins the names of all streams in a KurrentDB, which installations may share. Lower-case letters, digits, `_` and `-`.',
    default: 'gongxiang',
    requiredInProduction: false,
    parse: streamPrefix.default('gongxiang'),
  },
  READ_MODEL_URL: {
    description:
      'Engine of read models, vault and directory. `embedded:` keeps them in files of DATA_DIR and PRIVATE_DIR.',
    default: 'embedded:',
    requiredInProduction: false,
    parse: engineUrl.default('embedded'),
  },
  LOG_LEVEL: {
    description: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    default: 'info',
    requiredInProduction: false,
    parse: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  },
  JWT_JWKS_URL: {
    description: 'JWKS of whoever issues the bearer tokens. Not together with JWT_PUBLIC_KEY.',
    default: `a signing key ${MADE}`,
    requiredInProduction: 'one of the two',
    parse: httpUrl.optional(),
  },
  JWT_PUBLIC_KEY: {
    description: 'Public key (PEM: RSA, EC or Ed25519) of whoever issues the bearer tokens.',
    default: `a signing key ${MADE}`,
    requiredInProduction: 'one of the two',
    parse: publicKey.optional(),
  },
  JWT_ISSUER: {
    description: 'The `iss` that tokens must have. Needed with JWT_JWKS_URL or JWT_PUBLIC_KEY.',
    default: 'gongxiang',
    requiredInProduction: true,
    parse: text.optional(),
  },
  JWT_AUDIENCE: {
    description: 'The `aud` that tokens must have. Needed with JWT_JWKS_URL or JWT_PUBLIC_KEY.',
    default: 'gongxiang',
    requiredInProduction: true,
    parse: text.optional(),
  },
  SHARE_CODE_SECRETS: {
    description:
      'Secrets that share codes are derived from: `version:secret`, separated by commas, the one in use first. Keep the previous one for 24 hours.',
    default: MADE,
    requiredInProduction: true,
    parse: versionedSecrets.optional(),
  },
  COMMAND_SECRET: {
    description:
      'Key of the digests that recognise repeated commands, at least 32 characters. With another one earlier idempotency keys are forgotten.',
    default: MADE,
    requiredInProduction: true,
    parse: secret.optional(),
  },
  VAULT_KEYS: {
    description: 'Keys of the vault: `version:key`, 32 bytes in base64, separated by commas, the one in use first.',
    default: MADE,
    requiredInProduction: true,
    parse: versionedKeys.optional(),
  },
  AUDIT_SIGNING_KEY: {
    description:
      'Private key that seals of the audit trail are signed with: Ed25519, PKCS 8, in PEM or its DER in base64. Replace it at will: former public keys are kept with the seals.',
    default: 'made in `PRIVATE_DIR/audit-key.json`',
    requiredInProduction: true,
    parse: ed25519PrivateKey.optional(),
  },
  ALLOWED_RETURN_ORIGINS: {
    description: 'Origins that `authorizeAccount` may send the browser back to, separated by commas.',
    default: 'none',
    requiredInProduction: false,
    parse: origins.default([]),
  },
  WECHAT_COMPONENT_APPID: {
    description: 'App id of the third-party platform that is registered with WeChat. Without it WeChat is simulated.',
    default: 'none',
    requiredInProduction: 'unless simulated',
    parse: weChatAppId.optional(),
  },
  WECHAT_COMPONENT_SECRET: {
    description: 'Its AppSecret.',
    default: 'none',
    requiredInProduction: 'unless simulated',
    parse: weChatSecret.optional(),
  },
  WECHAT_TOKEN: {
    description: 'Its message verification token (消息校验Token).',
    default: 'none',
    requiredInProduction: 'unless simulated',
    parse: weChatToken.optional(),
  },
  WECHAT_ENCODING_AES_KEYS: {
    description:
      'Its message encryption key (消息加解密Key). While it is replaced: the new one, a comma, the previous one.',
    default: 'none',
    requiredInProduction: 'unless simulated',
    parse: encodingAesKeys.optional(),
  },
  WECHAT_API_URL: {
    description: 'Where WeChat’s API is called.',
    default: WECHAT_HOSTS.api,
    requiredInProduction: false,
    parse: httpUrl.default(WECHAT_HOSTS.api),
  },
  WECHAT_PC_URL: {
    description: 'Where WeChat’s authorization page for PC browsers is.',
    default: WECHAT_HOSTS.pc,
    requiredInProduction: false,
    parse: httpUrl.default(WECHAT_HOSTS.pc),
  },
  WECHAT_MOBILE_URL: {
    description: 'Where WeChat’s authorization page for phones is.',
    default: WECHAT_HOSTS.mobile,
    requiredInProduction: false,
    parse: httpUrl.default(WECHAT_HOSTS.mobile),
  },
  WECHAT_SIMULATOR: {
    description:
      '`on` simulates WeChat also with NODE_ENV=production; otherwise that happens where no WECHAT_COMPONENT_APPID is set. `auto` or `on`.',
    default: 'auto',
    requiredInProduction: false,
    parse: oneOf(['auto', 'on']).default('auto'),
  },
  RECONCILE_MINUTES: {
    description: 'How often authorizations are compared with WeChat’s list, minutes; 0 is never.',
    default: '60',
    requiredInProduction: false,
    parse: minutes.default(60),
  },
  SIMULATOR_PORT: {
    description: 'Port of the WeChat simulator.',
    default: '4001',
    requiredInProduction: false,
    parse: port.default(4001),
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;

/** The values of all variables. */
export type Values = { readonly [Name in VariableName]: z.output<(typeof VARIABLES)[Name]['parse']> };
