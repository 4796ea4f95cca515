import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { issueLocalToken } from '../../../src/auth/local-token.js';
import { createTokenVerifier, type TokenVerifier } from '../../../src/auth/token-verifier.js';
import type { Trust } from '../../../src/auth/trusted-keys.js';

const issuer = 'https://id.example.com';
const audience = 'gongxiang';
const now = 1_800_000_000;

const operator = { sub: 'u1', name: '张三', tenant: 't1', tenant_name: '物业一', roles: ['OPERATOR'] };

type Claims = Readonly<Record<string, unknown>>;
interface Pair {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

const sign = (claims: Claims, { privateKey }: Pair, alg = 'ES256', header: object = {}) =>
  new SignJWT({ iss: issuer, aud: audience, exp: now + 600, ...claims })
    .setProtectedHeader({ alg, ...header })
    .sign(privateKey);

const verifier = (trust: Trust, clock = () => now * 1_000): TokenVerifier =>
  createTokenVerifier({ trust, issuer, audience, now: clock });

const refusal = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
const unauthenticated = (message: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', message }) as unknown;

describe('createTokenVerifier', () => {
  let pair: Pair;
  let pem: string;
  beforeAll(async () => {
    pair = await generateKeyPair('ES256', { extractable: true });
    pem = await exportSPKI(pair.publicKey);
  });

  it('tells who a token speaks for', async () => {
    const viewer = await verifier({ publicKey: pem }).verify(await sign(operator, pair));
    expect(viewer).toEqual({
      subject: 'u1',
      name: '张三',
      roles: ['OPERATOR'],
      tenant: { id: 't1', name: '物业一' },
      expiresAt: now + 600,
    });
  });

  it.each([{ tenant: undefined }, { tenant: null }])(
    'takes an operator for whom it names no tenant: %j',
    async (claims) => {
      const token = await sign({ ...operator, ...claims }, pair);
      const viewer = await verifier({ publicKey: pem }).verify(token);
      expect(viewer).toMatchObject({ roles: ['OPERATOR'], tenant: null });
    },
  );

  it('verifies a token once while it is valid', async () => {
    let time = now;
    const once = verifier({ publicKey: pem }, () => time * 1_000);
    const token = await sign(operator, pair);
    const first = await once.verify(token);
    expect(await once.verify(token)).toBe(first);
    time = now + 606;
    expect(await refusal(once.verify(token))).toEqual(unauthenticated('The token has expired.'));
  });

  it.each<[string, Claims, string]>([
    ['an expired token', { exp: now - 6 }, 'The token has expired.'],
    ['a token without an end', { exp: undefined }, "The token's claim exp is missing or does not fit."],
    [
      'a token of another issuer',
      { iss: 'https://other.example.com' },
      "The token's claim iss is missing or does not fit.",
    ],
    ['a token for another audience', { aud: 'another' }, "The token's claim aud is missing or does not fit."],
    ['a token without a subject', { sub: undefined }, "The token's claim sub is missing or does not fit."],
    ['a token that is not valid yet', { nbf: now + 60 }, "The token's claim nbf is missing or does not fit."],
    ['a token without roles', { roles: undefined }, "The token's claim roles is missing or malformed."],
    ['a token whose roles are not ours', { roles: ['ROOT'] }, 'The token grants no role.'],
    ['a tenant id in capitals', { tenant: 'T1' }, "The token's claim tenant is missing or malformed."],
    ['a tenant id that is too long', { tenant: 't'.repeat(65) }, "The token's claim tenant is missing or malformed."],
    ['a tenant id that is empty', { tenant: '' }, "The token's claim tenant is missing or malformed."],
    ['an auditor with a tenant', { roles: ['AUDITOR'] }, 'The role AUDITOR has no tenant.'],
    [
      'roles of a tenant and of none',
      { roles: ['VIEWER', 'AUDITOR'] },
      'The token mixes roles of a tenant with roles of none.',
    ],
    ['a name with control characters', { name: 'a\u0000b' }, "The token's claim name is missing or malformed."],
  ])('refuses %s', async (_, claims, message) => {
    const token = await sign({ ...operator, ...claims }, pair);
    expect(await refusal(verifier({ publicKey: pem }).verify(token))).toEqual(unauthenticated(message));
  });

  it('takes a token that has just expired, as clocks differ', async () => {
    const token = await sign({ ...operator, exp: now - 3 }, pair);
    await expect(verifier({ publicKey: pem }).verify(token)).resolves.toMatchObject({ subject: 'u1' });
  });

  it('refuses tokens that are not signed by the key', async () => {
    const strict = verifier({ publicKey: pem });
    const none = new UnsecuredJWT({ iss: issuer, aud: audience, exp: now + 600, ...operator }).encode();
    const hmac = await new SignJWT({ iss: issuer, aud: audience, exp: now + 600, ...operator })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(pem));
    const stranger = await sign(operator, await generateKeyPair('ES256'));
    const forged = (await sign(operator, pair)).replace(
      /\.[^.]+\./,
      `.${Buffer.from('{"sub":"u2"}').toString('base64url')}.`,
    );
    for (const token of [none, hmac, stranger, forged, '', 'not a token', 'x'.repeat(9_000)]) {
      expect(await refusal(strict.verify(token))).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('takes RSA and Ed25519 keys', async () => {
    for (const alg of ['RS256', 'PS256', 'EdDSA']) {
      const other = await generateKeyPair(alg, { extractable: true });
      const strict = verifier({ publicKey: await exportSPKI(other.publicKey) });
      await expect(strict.verify(await sign(operator, other, alg))).resolves.toMatchObject({ subject: 'u1' });
    }
  });

  it('takes tokens of the installation itself', async () => {
    const jwk = await exportJWK(pair.privateKey);
    const token = await issueLocalToken(
      jwk,
      { issuer, audience },
      {
        subject: 'u1',
        name: null,
        roles: ['VIEWER', 'OPERATOR'],
        tenant: { id: 't1', name: null },
        lifetimeSeconds: 60,
      },
      now * 1_000,
    );
    await expect(verifier({ jwk }).verify(token)).resolves.toEqual({
      subject: 'u1',
      name: null,
      roles: ['VIEWER', 'OPERATOR'],
      tenant: { id: 't1', name: null },
      expiresAt: now + 60,
    });
  });

  describe('with a JWKS', () => {
    let server: Server;
    let url: string;
    let status = 200;
    beforeAll(async () => {
      const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }];
      server = createServer((_, response) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys })),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it('finds the key by its id', async () => {
      const remote = verifier({ jwksUrl: url });
      await expect(remote.verify(await sign(operator, pair, 'ES256', { kid: 'k1' }))).resolves.toMatchObject({
        subject: 'u1',
      });
      const unknown = await sign(operator, pair, 'ES256', { kid: 'k2' });
      expect(await refusal(remote.verify(unknown))).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('asks to try again when the issuer does not answer', async () => {
      status = 503;
      const token = await sign(operator, pair, 'ES256', { kid: 'k1' });
      expect(await refusal(verifier({ jwksUrl: url }).verify(token))).toMatchObject({ code: 'TRY_AGAIN' });
    });
  });
});
