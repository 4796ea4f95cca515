import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorizeNewAccount } from '../../../scripts/support/authorize.js';
import { localTokens, type TokenRequest } from '../../../scripts/support/local-tokens.js';
import { Person } from '../../../scripts/support/person.js';
import { runCommand, type CommandEnd } from '../../support/command.js';
import { developmentEnv, ServerProcess } from '../../support/server-process.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const OPERATOR: TokenRequest = { subject: 'zhang', roles: ['OPERATOR'], tenant: { id: 't1', name: null } };
const SERVICE: TokenRequest = { subject: 'pay', roles: ['SERVICE'], tenant: null };

const newKey = (): string => randomBytes(32).toString('base64');

describe('keys of the vault, over processes', () => {
  const folder = temporaryFolder();
  let server: ServerProcess;
  let appId: string;

  const start = (keys?: string): ServerProcess => {
    const given = keys === undefined ? {} : { VAULT_KEYS: keys };
    return (server = new ServerProcess({ ...developmentEnv(folder.path), ...given }));
  };
  const stop = async (): Promise<void> => {
    server.kill();
    await server.exited;
  };
  const rotateKey = (keys: string | null, ...args: string[]): Promise<CommandEnd> =>
    runCommand('rotate-vault-key', args, {
      ...developmentEnv(folder.path),
      ...(keys === null ? {} : { VAULT_KEYS: keys }),
    });
  /** As in VAULT_KEYS, the one in use first. */
  const made = (): readonly string[] => {
    const { vault } = JSON.parse(readFileSync(join(folder.path, 'secrets.json'), 'utf8')) as { vault: string };
    return vault.split(',');
  };
  const person = async (request: TokenRequest): Promise<Person> => {
    const ready = await server.ready;
    if (!ready) throw new Error(server.printed);
    return new Person(request.subject, ready.graphqlUrl, await (await localTokens(folder.path))(request), 'en');
  };
  /** WeChat is asked with the refresh token or access token from the vault. */
  const works = async (): Promise<void> => {
    const input = { appId, idempotencyKey: randomUUID() };
    const refreshed = await (await person(OPERATOR)).mutate('refreshAccountProfile', input, 'cursor');
    expect(refreshed.__typename).toBe('RefreshAccountProfileSuccess');
    const issued = await (await person(SERVICE)).mutate('issueAccessToken', { appId }, 'expiresAt');
    expect(issued.__typename).toBe('IssueAccessTokenSuccess');
  };
  const isRefused = async (keys: string, why: string): Promise<void> => {
    expect(await start(keys).ready).toBeNull();
    const { code } = await server.exited;
    isTold({ code, printed: server.printed }, keys, why);
  };
  /** In words, without a stack and without a key (R29). */
  const isTold = ({ code, printed }: Pick<CommandEnd, 'code' | 'printed'>, keys: string, why: string): void => {
    expect(code).toBe(1);
    expect(printed).toContain(why);
    expect(printed).not.toMatch(/\n\s+at /);
    for (const key of keys.split(',')) expect(printed).not.toContain(key.split(':')[1]);
  };

  beforeAll(async () => {
    start();
    appId = await authorizeNewAccount(await person(OPERATOR), '测试公众号');
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.exited;
    folder.remove();
  });

  test('a key of one’s own is replaced by one command; then the new one is enough and the former one is refused', async () => {
    const [former = ''] = made();
    const early = await rotateKey(null, '--new');
    isTold(early, former, 'Another process');
    expect(made()).toEqual([former]);
    await stop();

    const { code, printed } = await rotateKey(null, '--new');
    expect({ code, printed }).toMatchObject({ code: 0, printed: expect.stringContaining('Made key 2.') as string });
    expect(printed).toMatch(/100% \((\d+) of \1 secrets\)/);
    expect(printed).toMatch(/Key 2 is in use: [1-9]\d* secrets/);
    expect(printed).toContain('Key 1 may be removed');
    const [inUse = '', ...others] = made();
    expect(others).toEqual([former]);

    await isRefused(former, 'sealed with key 2, which was not given');
    await isRefused(`2:${newKey()}`, 'Vault key 2 is not the key');
    start(inUse);
    await works();
  });

  test('while a server runs: refused unless it was started with the new key, and then everything goes on', async () => {
    const [former = ''] = made();
    const newer = `7:${newKey()}`;
    const both = `${newer},${former}`;
    isTold(await rotateKey(both), both, 'not started with vault key 7');
    await stop();
    start(both);
    await works();
    isTold(await rotateKey(newer), newer, 'sealed with key 2, which was not given');
    const { code, printed } = await rotateKey(both);
    expect({ code, printed }).toMatchObject({
      code: 0,
      printed: expect.stringContaining('Key 2 may be removed') as string,
    });
    await works();
  });

  test('a folder without a vault is left alone', async () => {
    const empty = temporaryFolder();
    const end = await runCommand('rotate-vault-key', ['--new'], developmentEnv(empty.path));
    expect(end).toEqual({ code: 1, output: '', printed: `There is no vault in ${empty.path}.\n` });
    expect(readdirSync(empty.path)).toEqual([]);
    empty.remove();
  });
});
