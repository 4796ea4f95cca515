import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigError, loadConfig, loadFolders, loadStores } from '../../../src/config/config.js';
import { VARIABLES } from '../../../src/config/variables.js';
import { renderVariablesTable } from '../../../src/config/variables-table.js';

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();
const long = 'x'.repeat(32);
const signingKey = generateKeyPairSync('ed25519').privateKey;
const key = Buffer.alloc(32, 7).toString('base64');

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://api.example.com/',
  JWT_PUBLIC_KEY: pem,
  JWT_ISSUER: 'https://id.example.com',
  JWT_AUDIENCE: 'gongxiang',
  SHARE_CODE_SECRETS: `2:${long},1:${long}`,
  COMMAND_SECRET: long,
  VAULT_KEYS: `1:${key}`,
  AUDIT_SIGNING_KEY: signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  WECHAT_SIMULATOR: 'on',
};

const weChat = {
  WECHAT_COMPONENT_APPID: 'wx0123456789abcdef',
  WECHAT_COMPONENT_SECRET: '0'.repeat(32),
  WECHAT_TOKEN: 'pamtest',
  WECHAT_ENCODING_AES_KEYS: `${'a'.repeat(43)}, ${'b'.repeat(43)}`,
};

function problemsOf(
  env: Record<string, string>,
  load: (env: Record<string, string>) => unknown = loadConfig,
): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('loadConfig', () => {
  it('takes an empty environment', () => {
    expect(loadConfig({})).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      reconcileMinutes: 60,
      weChat: null,
      simulatorPort: 4001,
      dataDir: resolve('data'),
      privateDir: resolve('data'),
      eventStore: { engine: 'embedded' },
      readModels: 'embedded',
      logLevel: 'info',
      tokens: { issuer: 'gongxiang', audience: 'gongxiang', trust: null },
      secrets: { shareCode: null, command: null, vault: null, auditSigning: null },
      allowedReturnOrigins: [],
    });
  });

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ PORT: '', HOST: ' ', JWT_ISSUER: '' })).toEqual(loadConfig({}));
  });

  it('keeps what is private with the data unless it is told another folder', () => {
    expect(loadConfig({ DATA_DIR: '/a' }).privateDir).toBe('/a');
    expect(loadConfig({ DATA_DIR: '/a', PRIVATE_DIR: '/b' })).toMatchObject({ dataDir: '/a', privateDir: '/b' });
  });

  it('tells where files are also where a server would lack something', () => {
    expect(loadFolders({ NODE_ENV: 'production', PORT: 'x', DATA_DIR: '/a' })).toEqual({
      dataDir: '/a',
      privateDir: '/a',
    });
  });

  it('tells where the log is also where a server would lack something, and what is wrong with that alone', () => {
    const url = 'kurrentdb://127.0.0.1:2113?tls=false';
    const stores = loadStores({ NODE_ENV: 'production', PORT: 'x', DATA_DIR: '/a', EVENT_STORE_URL: url });
    expect(stores).toEqual({
      dataDir: '/a',
      privateDir: '/a',
      eventStore: { engine: 'kurrentdb', url, prefix: 'gongxiang' },
    });
    expect(loadStores({}).eventStore).toEqual({ engine: 'embedded' });
    const wrong = { PORT: 'x', EVENT_STORE_URL: `${url}&hunter2=1`, EVENT_STORE_PREFIX: 'A' };
    expect(problemsOf(wrong, loadStores)).toEqual([
      expect.stringMatching(/^EVENT_STORE_URL .*an option that is not one of/),
      expect.stringMatching(/^EVENT_STORE_PREFIX /),
    ]);
  });

  it('takes explicit values, also for production', () => {
    const config = loadConfig({
      ...production,
      PORT: '80',
      ALLOWED_RETURN_ORIGINS: 'https://a.example, http://b.example:8080/',
    });
    expect(config.publicUrl).toBe('https://api.example.com');
    expect(config.secrets.shareCode).toEqual([
      { version: 2, secret: long },
      { version: 1, secret: long },
    ]);
    expect(config.secrets.vault).toEqual([{ version: 1, key: Buffer.alloc(32, 7) }]);
    expect(config.tokens.trust).toEqual({ publicKey: pem.trim() });
    expect(config.allowedReturnOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
  });

  it('takes a public key whose line breaks are written as \\n', () => {
    const config = loadConfig({ ...production, JWT_PUBLIC_KEY: pem.replaceAll('\n', '\\n') });
    expect(config.tokens.trust).toEqual({ publicKey: pem.trim() });
  });

  it('lists everything that production misses at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'JWT_JWKS_URL',
      'PUBLIC_URL',
      'JWT_ISSUER',
      'JWT_AUDIENCE',
      'SHARE_CODE_SECRETS',
      'COMMAND_SECRET',
      'VAULT_KEYS',
      'AUDIT_SIGNING_KEY',
      'WECHAT_COMPONENT_APPID,',
    ]);
  });

  describe('credentials of a platform at WeChat', () => {
    it('are taken together, with WeChat’s own addresses', () => {
      expect(loadConfig({ ...production, ...weChat, WECHAT_SIMULATOR: '' }).weChat).toEqual({
        component: {
          appId: 'wx0123456789abcdef',
          secret: '0'.repeat(32),
          token: 'pamtest',
          encodingAesKeys: ['a'.repeat(43), 'b'.repeat(43)],
        },
        hosts: {
          api: 'https://api.weixin.qq.com',
          pc: 'https://mp.weixin.qq.com',
          mobile: 'https://open.weixin.qq.com',
        },
      });
    });

    it('name what is missing of them', () => {
      expect(problemsOf({ ...weChat, WECHAT_TOKEN: '', WECHAT_COMPONENT_SECRET: '' })).toEqual([
        'WECHAT_COMPONENT_SECRET must be set too: Its AppSecret.',
        'WECHAT_TOKEN must be set too: Its message verification token (消息校验Token).',
      ]);
    });

    it('exclude the simulator', () => {
      expect(problemsOf({ ...weChat, WECHAT_SIMULATOR: 'on' })).toEqual([
        'WECHAT_SIMULATOR=on and credentials of a platform exclude each other: set one or the other.',
      ]);
    });

    it('are demanded by production unless the simulator is asked for', () => {
      expect(problemsOf({ ...production, WECHAT_SIMULATOR: '' })).toEqual([
        'WECHAT_COMPONENT_APPID, WECHAT_COMPONENT_SECRET, WECHAT_TOKEN, WECHAT_ENCODING_AES_KEYS must be set with NODE_ENV=production, or WECHAT_SIMULATOR=on to simulate WeChat.',
      ]);
      expect(problemsOf(production)).toEqual([]);
    });

    it.each([
      ['WECHAT_COMPONENT_APPID', 'wx0123456789ABCDEF'],
      ['WECHAT_COMPONENT_SECRET', 'short'],
      ['WECHAT_TOKEN', 'no-hyphens'],
      ['WECHAT_ENCODING_AES_KEYS', 'a'.repeat(42)],
      ['WECHAT_ENCODING_AES_KEYS', [1, 2, 3].map((digit) => String(digit).repeat(43)).join()],
    ])('are checked: %s=%s', (name, value) => {
      expect(problemsOf({ ...weChat, [name]: value })).toHaveLength(1);
    });
  });

  it('takes a KurrentDB as the engine of the log, under a prefix', () => {
    const url = 'kurrentdb://me:secret@h1:2113,h2:2113';
    const chosen = (env: Record<string, string>) => loadConfig({ EVENT_STORE_URL: url, ...env }).eventStore;
    expect(chosen({})).toEqual({ engine: 'kurrentdb', url, prefix: 'gongxiang' });
    expect(chosen({ EVENT_STORE_PREFIX: 'blue_1' })).toMatchObject({ prefix: 'blue_1' });
    expect(problemsOf({ EVENT_STORE_PREFIX: 'a.b' })).toEqual([expect.stringContaining('lower-case letters')]);
    expect(problemsOf({ EVENT_STORE_URL: `${url}?tls=maybe` }).join()).not.toContain('secret');
  });

  it('lists all mistakes together, each with what is allowed', () => {
    const problems = problemsOf({ PORT: '70000', LOG_LEVEL: 'loud', EVENT_STORE_URL: 'postgres://x' });
    expect(problems).toEqual([
      'PORT must be a port, 0 to 65535 (0 takes any free one).',
      expect.stringMatching(
        /^EVENT_STORE_URL is neither embedded: \(a file in DATA_DIR\) nor a KurrentDB: it is not kurrentdb:/,
      ),
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
    ]);
  });

  it.each([
    ['a port that is no number', { PORT: '4e3' }],
    ['a public URL of another scheme', { PUBLIC_URL: 'ftp://example.com' }],
    ['an origin with a path', { ALLOWED_RETURN_ORIGINS: 'https://example.com/back' }],
    ['a short secret', { COMMAND_SECRET: 'short' }],
    ['a secret without a version', { SHARE_CODE_SECRETS: long }],
    ['a version named twice', { SHARE_CODE_SECRETS: `1:${long},1:${long}` }],
    ['a vault key of another length', { VAULT_KEYS: `1:${Buffer.alloc(16).toString('base64')}` }],
    [
      'a private key as public key',
      { JWT_PUBLIC_KEY: '-----BEGIN PRIVATE KEY-----', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' },
    ],
    [
      'an issuer of tokens whose tokens are not told apart',
      { JWT_JWKS_URL: 'https://id.example.com/jwks', JWT_ISSUER: 'i' },
    ],
    ['an engine that is not supported', { READ_MODEL_URL: 'mongodb://localhost' }],
  ])('refuses %s', (_, env) => {
    expect(problemsOf(env)).toHaveLength(1);
  });

  it('refuses two sources of trust', () => {
    expect(problemsOf({ ...production, JWT_JWKS_URL: 'https://id.example.com/jwks' })).toEqual([
      'JWT_JWKS_URL and JWT_PUBLIC_KEY exclude each other: set one.',
    ]);
  });

  it('R29: tells no secret in its message', () => {
    const message = new ConfigError(problemsOf({ COMMAND_SECRET: 'hunter2', VAULT_KEYS: '1:hunter2' })).message;
    expect(message).not.toContain('hunter2');
  });
});

describe('renderVariablesTable', () => {
  it('has a row for every variable', () => {
    const lines = renderVariablesTable().split('\n');
    expect(lines).toHaveLength(Object.keys(VARIABLES).length + 2);
    expect(lines[3]).toBe(
      '| `HOST` | Address to listen on. `0.0.0.0` or `::` to be reached from other machines. | `127.0.0.1` |  |',
    );
  });
});
