import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import { headOf } from '../../support/log.js';
import { Socket } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { codesOf, post } from '../../support/wire.js';
import { expectLanguage, expectNoAccident, LANGUAGES } from './clear.js';

const MUTATION = `mutation { registerCommunities(input: { communities: [{ name: "x" }], idempotencyKey: "k" }) { __typename } }`;

const now = (): number => Math.floor(Date.now() / 1_000);
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a good token says; each case makes one thing of it bad. */
const claims = (): JWTPayload => ({
  iss: 'gongxiang',
  aud: 'gongxiang',
  sub: randomUUID(),
  exp: now() + 3_600,
  roles: ['OPERATOR'],
  tenant: 't1',
});

describe('tokens that are not valid', () => {
  let system: TestSystem;
  let jwk: JWK;
  beforeAll(async () => {
    system = await startTestSystem();
    const secrets = JSON.parse(readFileSync(join(system.dataDir, 'secrets.json'), 'utf8')) as { signingKey: JWK };
    jwk = secrets.signingKey;
  });
  afterAll(() => system.close());

  const signed = async (payload: JWTPayload, header: object = {}): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', ...header }).sign(await importJWK(jwk, 'ES256'));
  const changed = (changes: object) => () => signed({ ...claims(), ...changes });
  const without = (name: string) => () => {
    const { [name]: _, ...rest } = claims();
    return signed(rest);
  };

  const CASES: Readonly<Record<string, () => string | Promise<string>>> = {
    'no token at all': () => '',
    'no JWT': () => 'hello',
    'half a JWT': async () => (await signed(claims())).split('.').slice(0, 2).join('.'),
    'alg none': () => `${encoded({ alg: 'none' })}.${encoded(claims())}.`,
    'alg None': () => `${encoded({ alg: 'None', typ: 'JWT' })}.${encoded(claims())}.`,
    'alg none with a signature': async () =>
      `${encoded({ alg: 'none' })}.${encoded(claims())}.${(await signed(claims())).split('.')[2] ?? ''}`,
    'HMAC with the public key as its secret': () => {
      const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      const text = `${encoded({ alg: 'HS256' })}.${encoded(claims())}`;
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    },
    'another key': async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return new SignJWT(claims()).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    },
    'a key of its own in the header': async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const header = { alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) as JWK };
      return new SignJWT(claims()).setProtectedHeader(header).sign(privateKey);
    },
    'claims changed after signing': async () => {
      const [header, , signature] = (await signed(claims())).split('.');
      return `${header ?? ''}.${encoded({ ...claims(), roles: ['AUDITOR'] })}.${signature ?? ''}`;
    },
    'an unknown critical header': () => signed(claims(), { crit: ['x'], x: 1 }).catch(() => 'hello'),
    'an hour ago': changed({ exp: now() - 3_600 }),
    'no end': without('exp'),
    'an end that is no number': () =>
      signed({ ...claims(), exp: 'tomorrow' as unknown as number }).catch(() => 'hello'),
    'not before an hour from now': changed({ nbf: now() + 3_600 }),
    'another audience': changed({ aud: 'elsewhere' }),
    'no audience': without('aud'),
    'another issuer': changed({ iss: 'elsewhere' }),
    'no issuer': without('iss'),
    'no subject': without('sub'),
    'an empty subject': changed({ sub: '' }),
    'a subject with a line break': changed({ sub: 'a\nb' }),
    'a subject of 256 characters': changed({ sub: 'x'.repeat(256) }),
    'no roles': without('roles'),
    'no role': changed({ roles: [] }),
    'an unknown role': changed({ roles: ['ROOT'] }),
    'a role in a text': changed({ roles: 'OPERATOR' }),
    'a role of the prototype': changed({ roles: ['constructor'] }),
    'an auditor with a tenant': changed({ roles: ['AUDITOR'] }),
    'an operator who is an auditor': changed({ roles: ['OPERATOR', 'AUDITOR'] }),
    '9 KB': changed({ more: 'x'.repeat(9_000) }),
    ...Object.fromEntries(
      [
        'T1',
        '',
        ' t1',
        't1 ',
        '-t1',
        '_t1',
        't/1',
        '../t1',
        't.1',
        'tenant-t1\u0000',
        't\u{131}',
        'ｔ1',
        '租户',
        't'.repeat(65),
      ].map((tenant) => [`the tenant ${JSON.stringify(tenant)}`, changed({ tenant })]),
    ),
    'a tenant that is a list': changed({ tenant: ['t1'] }),
    'a tenant that is a number': changed({ tenant: 1 }),
    'a tenant’s name with a line break': changed({ tenant_name: 'a\nb' }),
  };

  it('a good one is taken', async () => {
    const answer = await post(system.url, { query: '{ viewer { tenant { id } } }' }, { token: await signed(claims()) });
    expect(answer.body).toEqual({ data: { viewer: { tenant: { id: 't1' } } } });
  });

  it.each(Object.entries(CASES))('%s', async (_, make) => {
    const token = await make();
    const before = await headOf(system);
    for (const language of LANGUAGES) {
      const answer = await post(system.url, { query: MUTATION }, { token, headers: { 'accept-language': language } });
      expectNoAccident(answer);
      expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
      expectLanguage(answer.body?.errors?.[0]?.message ?? '', language);
      // R29: never quoted.
      if (token.length > 20) expect(answer.text).not.toContain(token.slice(-20));
    }
    const socket = new Socket(system.url);
    expect(await socket.init({ authorization: `Bearer ${token}` })).toBe(false);
    expect((await socket.closed).code).toBe(4401);
    expect(await headOf(system)).toBe(before);
  });

  it.each(LANGUAGES)('an operator without a tenant may command nothing, and is told why (%s)', async (language) => {
    const { tenant: _, ...rest } = claims() as JWTPayload & { tenant?: unknown };
    const before = await headOf(system);
    const headers = { 'accept-language': language };
    const answer = await post(system.url, { query: MUTATION }, { token: await signed(rest), headers });
    expectNoAccident(answer);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.body?.errors?.[0]?.message).toMatch(/tenant|令牌/);
    expectLanguage(answer.body?.errors?.[0]?.message ?? '', language);
    expect(await headOf(system)).toBe(before);
  });

  it('a token that ends while its socket is open closes it with 4403', async () => {
    const token = await signed({ ...claims(), exp: now() + 1 });
    const socket = new Socket(system.url);
    await socket.init({ authorization: `Bearer ${token}` });
    expect((await socket.closed).code).toBe(4403);
  });

  it('two tokens in one header, and a header of another kind, are none', async () => {
    const token = await signed(claims());
    for (const authorization of [
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token} x`,
      token,
      `Basic ${token}`,
      'Bearer',
    ]) {
      const answer = await post(system.url, { query: '{ latestCursor }' }, { headers: { authorization } });
      expect([authorization.slice(0, 10), answer.status]).toEqual([authorization.slice(0, 10), 401]);
    }
  });
});
