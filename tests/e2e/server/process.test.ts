import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localTokens } from '../../../scripts/support/local-tokens.js';
import { developmentEnv, ServerProcess } from '../../support/server-process.js';
import { openSocket } from '../../support/socket.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { get, post } from '../../support/wire.js';

const REGISTER = `mutation ($input: RegisterCommunitiesInput!) {
  registerCommunities(input: $input) { __typename ... on RegisterCommunitiesSuccess { communities { id } } }
}`;

describe('the server as a process', () => {
  const folders: ReturnType<typeof temporaryFolder>[] = [];
  const running: ServerProcess[] = [];
  const newFolder = (): string => {
    const folder = temporaryFolder();
    folders.push(folder);
    return folder.path;
  };
  const start = (env: Record<string, string>): ServerProcess => {
    const server = new ServerProcess(env);
    running.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of running.splice(0)) {
      server.kill('SIGKILL');
      await server.exited;
    }
    for (const folder of folders.splice(0)) folder.remove();
  });

  async function startReady(dataDir: string): Promise<{ server: ServerProcess; url: string }> {
    const server = start(developmentEnv(dataDir));
    const ready = await server.ready;
    if (!ready) throw new Error(server.printed);
    return { server, url: ready.graphqlUrl };
  }

  const tokenOf = async (dataDir: string): Promise<string> =>
    (await localTokens(dataDir))({
      subject: 'zhang',
      roles: ['OPERATOR'],
      tenant: { id: 't1', name: null },
    });

  it('prints where to go next', async () => {
    const dataDir = newFolder();
    const { server, url } = await startReady(dataDir);
    for (const part of [url, 'npm run token', 'npm run demo', dataDir, 'secrets.json']) {
      expect(server.printed).toContain(part);
    }
    // R29.
    const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, unknown>;
    for (const secret of Object.values(secrets).filter((each) => typeof each === 'string')) {
      expect(server.printed).not.toContain(secret);
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s lets running commands finish, refuses new ones, closes feeds with 1012, and loses nothing',
    async (signal) => {
      const dataDir = newFolder();
      const { server, url } = await startReady(dataDir);
      const token = await tokenOf(dataDir);
      const socket = await openSocket(url, token);
      void socket.run({ query: 'subscription { auditTrail { __typename } }' });

      const keys = Array.from({ length: 60 }, () => randomUUID());
      const send = (to: string, idempotencyKey: string) =>
        post(
          to,
          { query: REGISTER, variables: { input: { communities: [{ name: idempotencyKey }], idempotencyKey } } },
          { token },
        ).catch(() => null);
      const sent = keys.map((key) => send(url, key));
      await Promise.race(sent);
      server.kill(signal);
      const answers = await Promise.all(sent);
      const { code } = await server.exited;
      expect(code).toBe(0);
      expect((await socket.closed).code).toBe(1012);
      for (const answer of answers) {
        if (answer === null || answer.status === 200) continue;
        expect([answer.status, answer.body?.errors?.[0]?.extensions.code]).toEqual([503, 'TRY_AGAIN']);
      }
      const accepted = answers.filter((answer) => answer?.status === 200);
      expect(accepted.length).toBeGreaterThan(0);

      // Started again: what was answered is there, and the rest has one effect when it is sent again.
      const again = await startReady(dataDir);
      const repeated = await Promise.all(keys.map((key) => send(again.url, key)));
      repeated.forEach((answer, index) => {
        expect(answer?.body?.data?.['registerCommunities']).toMatchObject({ __typename: 'RegisterCommunitiesSuccess' });
        const before = answers[index];
        if (before?.status === 200) expect(answer?.body).toEqual(before.body);
      });
      const { body } = await post(again.url, { query: '{ communities { totalCount } }' }, { token });
      expect(body?.data).toEqual({ communities: { totalCount: keys.length } });
    },
  );

  it('a second one on the same folder is told so, and changes nothing', async () => {
    const dataDir = newFolder();
    const { url } = await startReady(dataDir);
    const token = await tokenOf(dataDir);
    const input = { communities: [{ name: 'x' }], idempotencyKey: 'k' };
    await post(url, { query: REGISTER, variables: { input } }, { token });
    const before = readdirSync(dataDir).sort();
    const secrets = readFileSync(join(dataDir, 'secrets.json'), 'utf8');

    const second = start(developmentEnv(dataDir));
    expect(await second.ready).toBeNull();
    expect(await second.exited).toMatchObject({ code: 1 });
    expect(second.printed).toContain('Another process');
    expect(second.printed).toContain(dataDir);
    expect(second.printed).not.toMatch(/\n\s+at /);
    expect(readdirSync(dataDir).sort()).toEqual(before);
    expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toBe(secrets);

    // The first one goes on.
    expect((await get(url.replace('/graphql', '/readyz'))).status).toBe(200);
    const answer = await post(url, { query: '{ communities { totalCount } }' }, { token });
    expect(answer.body?.data).toEqual({ communities: { totalCount: 1 } });
  });

  it('NODE_ENV=production without secrets lists everything that is missing, at once, and makes nothing', async () => {
    const dataDir = newFolder();
    const server = start({ ...developmentEnv(dataDir), NODE_ENV: 'production' });
    expect(await server.exited).toMatchObject({ code: 1 });
    for (const name of [
      'PUBLIC_URL',
      'JWT_JWKS_URL or JWT_PUBLIC_KEY',
      'JWT_ISSUER',
      'JWT_AUDIENCE',
      'SHARE_CODE_SECRETS',
      'COMMAND_SECRET',
      'VAULT_KEYS',
      'AUDIT_SIGNING_KEY',
    ]) {
      expect(server.printed).toContain(name);
    }
    expect(server.printed).not.toMatch(/\n\s+at /);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('bad variables are all listed with what is allowed, and never with what was given', async () => {
    const dataDir = newFolder();
    const bad = {
      PORT: 'http',
      SIMULATOR_PORT: '70000',
      NODE_ENV: 'prod',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'localhost',
      EVENT_STORE_URL: 'mysql://secret-host',
      READ_MODEL_URL: 'redis:',
      JWT_JWKS_URL: 'ftp://keys',
      JWT_PUBLIC_KEY: 'BEGIN-MY-KEY',
      COMMAND_SECRET: 'short-secret',
      SHARE_CODE_SECRETS: 'no-version-secret',
      VAULT_KEYS: '1:not-base64-key',
      ALLOWED_RETURN_ORIGINS: 'https://a.example/path',
    };
    const server = start({ ...developmentEnv(dataDir), ...bad });
    expect(await server.exited).toMatchObject({ code: 1 });
    for (const name of Object.keys(bad)) expect(server.printed).toMatch(new RegExp(`^\\s+${name} \\S`, 'm'));
    for (const secret of ['short-secret', 'no-version-secret', 'not-base64-key', 'BEGIN-MY-KEY']) {
      expect(server.printed).not.toContain(secret);
    }
    expect(server.printed).not.toMatch(/\n\s+at /);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('a port that is taken is said in one line', async () => {
    const { url } = await startReady(newFolder());
    const server = start({ ...developmentEnv(newFolder()), PORT: new URL(url).port });
    expect(await server.exited).toMatchObject({ code: 1 });
    expect(server.printed).toMatch(/EADDRINUSE|in use/);
    expect(server.printed).not.toMatch(/\n\s+at /);
  });
});
