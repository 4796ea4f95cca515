import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ConnectionUrlError, parseConnectionUrl } from '../event-store/kurrentdb/connection-url.js';
import { PREFIX as STREAM_PREFIX } from '../event-store/kurrentdb/names.js';

/** A secret that can be replaced: the first of a list is in use, the others still stand for what they made. */
export interface VersionedSecret {
  readonly version: number;
  readonly secret: string;
}

/** A key of 32 bytes that can be replaced. */
export interface VersionedKey {
  readonly version: number;
  readonly key: Buffer;
}

/** Messages complete the sentence "NAME …". */
export const text = z.string();

export const port = z
  .string()
  .refine(
    (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    'must be a port, 0 to 65535 (0 takes any free one)',
  )
  .transform(Number);

/** Up to a week. */
export const minutes = z
  .string()
  .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 10_080, 'must be minutes, 0 to 10080 (0 is never)')
  .transform(Number);

export const oneOf = <const Allowed extends readonly [string, ...string[]]>(allowed: Allowed) =>
  z.enum(allowed, `must be one of ${allowed.join(', ')}`);

/** Without a slash at the end. */
export const httpUrl = z
  .string()
  .refine((value) => isHttpUrl(value), 'must be a URL that begins with http:// or https://')
  .transform((value) => value.replace(/\/+$/, ''));

export const engineUrl = z
  .string()
  .refine((value) => value === 'embedded:', 'must be embedded: (files in DATA_DIR); no other engine is supported')
  .transform(() => 'embedded' as const);

export const eventStoreUrl = z.string().transform((value, context): 'embedded' | { readonly kurrentDb: string } => {
  if (value === 'embedded:') return 'embedded';
  try {
    parseConnectionUrl(value);
    return { kurrentDb: value };
  } catch (error) {
    if (!(error instanceof ConnectionUrlError)) throw error;
    context.addIssue(`is neither embedded: (a file in DATA_DIR) nor a KurrentDB: it ${error.message}`);
    return z.NEVER;
  }
});

export const streamPrefix = z
  .string()
  .regex(STREAM_PREFIX, 'must be 1 to 40 lower-case letters, digits, _ and -, a letter or digit first');

export const origins = list('must be a list of origins such as https://example.com, separated by commas')(
  (item) => isHttpUrl(item) && new URL(item).origin === item.replace(/\/$/, ''),
  (item) => new URL(item).origin,
);

const SECRET_LENGTH = 32;

export const secret = z
  .string()
  .refine((value) => value.length >= SECRET_LENGTH, `must have at least ${SECRET_LENGTH} characters`);

const VERSIONED = /^([1-9]\d{0,8}):(.+)$/s;
const versionOf = (item: string): number => Number(VERSIONED.exec(item)?.[1]);
const restOf = (item: string): string => VERSIONED.exec(item)?.[2] ?? '';

export const versionedSecrets = versions(
  list(
    'must be a list of version:secret, separated by commas; a version is a number, a secret has at least 32 characters',
  )(
    (item) => restOf(item).length >= SECRET_LENGTH,
    (item): VersionedSecret => ({ version: versionOf(item), secret: restOf(item) }),
  ),
);

export const versionedKeys = versions(
  list('must be a list of version:key, separated by commas; a version is a number, a key 32 bytes in base64')(
    (item) => isKey(restOf(item)),
    (item): VersionedKey => ({ version: versionOf(item), key: Buffer.from(restOf(item), 'base64') }),
  ),
);

/** WeChat's app ids, of platforms as of accounts (wechat protocol §0). */
export const weChatAppId = z.string().regex(/^wx[0-9a-f]{16}$/, 'must be wx and 16 digits or letters a to f');

export const weChatSecret = z
  .string()
  .regex(/^[0-9A-Za-z]{32}$/, 'must have 32 letters and digits, as the console of WeChat shows it');

/** 消息校验Token */
export const weChatToken = z.string().regex(/^[0-9A-Za-z]{3,32}$/, 'must have 3 to 32 letters and digits');

/** 消息加解密Key */
export const encodingAesKeys = list(
  'must be one or two keys of 43 letters and digits, separated by a comma: the present one, then the previous one',
)(
  (item) => /^[0-9A-Za-z]{43}$/.test(item),
  (item) => item,
).refine(
  (keys): keys is readonly [string, ...string[]] => keys.length === 1 || keys.length === 2,
  'must be one key, or two: the present one, then the previous one',
);

/** A public key as PEM. Environment files often hold its line breaks as \n. */
export const publicKey = z
  .string()
  .transform((value) => value.replaceAll('\\n', '\n').trim())
  .refine(isPublicKey, 'must be a public key in PEM (BEGIN PUBLIC KEY): RSA of 2,048 bits or more, EC or Ed25519');

/** An Ed25519 private key, PKCS 8: as PEM, whose line breaks may be written as \\n, or as base64 of DER. */
export const ed25519PrivateKey = z.string().transform((value, context): KeyObject => {
  const key = privateKeyOf(value.replaceAll('\\n', '\n').trim());
  if (key?.asymmetricKeyType === 'ed25519') return key;
  context.addIssue('must be an Ed25519 private key, PKCS 8: in PEM (BEGIN PRIVATE KEY), or its DER in base64');
  return z.NEVER;
});

function list(problem: string) {
  return <Item>(valid: (item: string) => boolean, parse: (item: string) => Item) =>
    z
      .string()
      .transform((value) => value.split(',').map((item) => item.trim()))
      .refine((items) => items.every(valid), problem)
      .transform((items): readonly Item[] => items.map(parse));
}

function versions<Item extends { readonly version: number }>(items: z.ZodType<readonly Item[], string>) {
  return items.refine(
    (all) => new Set(all.map(({ version }) => version)).size === all.length,
    'must not name a version twice',
  );
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

function privateKeyOf(text: string): KeyObject | null {
  try {
    return text.startsWith('-----BEGIN PRIVATE KEY-----')
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}

function isPublicKey(pem: string): boolean {
  if (!pem.startsWith('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048;
    return asymmetricKeyType === 'ec' || asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
