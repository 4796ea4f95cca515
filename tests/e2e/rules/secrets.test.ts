import { Writable } from 'node:stream';
import { filesHolding, spellings } from '../../support/files.js';
import { newKey, officerOf, partyOf, type Party } from '../../support/party.js';
import { confirmAndHold, newAccountAtWeChat, startRun } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

/** Members of WeChat's requests and answers that are secrets, or open something. */
const SECRET_MEMBERS = new Set([
  'component_verify_ticket',
  'component_appsecret',
  'component_access_token',
  'pre_auth_code',
  'authorization_code',
  'authorizer_access_token',
  'authorizer_refresh_token',
]);

/** Every string under one of those names, however deep. */
function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return SECRET_MEMBERS.has(name) && value !== '' ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([member, inner]) => secretsIn(inner, member));
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

describe('R29: no secret is in an event, a log line, an error text or an answer', () => {
  let system: TestSystem;
  /** What was said to WeChat and by it, and what we answered to anyone. */
  const withWeChat: string[] = [];
  const answers: string[] = [];
  const logged: string[] = [];
  const codes: string[] = [];
  const tokens: string[] = [];
  let authCode: string;

  beforeAll(async () => {
    const send = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (...[target, init]) => {
      const response = await send(target, init);
      const text = await response.clone().text();
      const url = target instanceof Request ? target.url : String(target);
      const isOurs = url.startsWith(system.gongxiang.url);
      if (isOurs) answers.push(`${JSON.stringify([...response.headers])} ${text}`);
      else withWeChat.push(...[init?.body, text].filter((body) => typeof body === 'string'));
      return response;
    });
    const logTo = new Writable({
      write: (chunk: Buffer, _, done) => {
        logged.push(chunk.toString());
        done();
      },
    });
    system = await startTestSystem({ LOG_LEVEL: 'trace' }, { logTo });
    await useEverySecret();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await system.close();
  });

  async function useEverySecret(): Promise<void> {
    const owner = await partyOf(system);
    const recipient = await partyOf(system);
    tokens.push(owner.token, recipient.token);
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);
    const redirect = await confirmAndHold(run, appId);
    authCode = new URL(redirect).searchParams.get('auth_code') ?? '';
    await fetch(redirect);
    await fetch(redirect);
    await owner.do('refreshAccountProfile', { appId });
    codes.push(...(await owner.codes(appId, 3)).map(({ code }) => code));
    // From here on no answer may show a code.
    answers.length = 0;
    await misuse(recipient, codes[0] ?? '');
    await recipient.redeem(codes[0] ?? '');
    await owner.isRefused('redeemShareCode', { code: codes[0] }, 'SHARE_CODE_ALREADY_USED');
    await askEverything(owner, appId);
    await askEverything(await officerOf(system, 'AUDITOR'), appId);
  }

  /** A code where it does not belong: each mistake is told, and none by repeating the code. */
  async function misuse(who: Party, code: string): Promise<void> {
    const mutation = 'mutation ($input: RedeemShareCodeInput!) { redeemShareCode(input: $input) { __typename } }';
    const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      [mutation, { input: { code: [code], ...newKey() } }],
      [mutation, { input: { code: { code }, ...newKey() } }],
      [mutation, { input: { code, surplus: code, ...newKey() } }],
      [mutation, { input: code }],
      [`mutation { redeemShareCode(input: {code: ["${code}"], idempotencyKey: "k"}) { __typename } }`, {}],
      [`mutation { redeemShareCode(input: {code: "${code}" idempotencyKey: "k" } { __typename } }`, {}],
      [`{ account(appId: "${code}") { appId } sharing(id: "${code}") { id } }`, {}],
      [`{ accounts(after: "${code}") { totalCount } }`, {}],
    ];
    for (const [document, variables] of wrong) await who.query(document, variables).catch(() => undefined);
    await who.isRefused('redeemShareCode', { code: `${code}${code}` }, 'SHARE_CODE_MISTYPED');
    await who.isRefused('releaseAccount', { appId: code }, 'INVALID_INPUT');
    await fetch(system.url, { method: 'POST', body: `{"query": "${code}`, headers: { authorization: 'Bearer x' } });
  }

  async function askEverything(who: Party, appId: string): Promise<void> {
    await who.query('{ auditTrail(first: 100) { nodes { summary data correlationId commandId stream } } }');
    await who.query('query ($appId: ID!) { account(appId: $appId) { shareCodes { nodes { id label } } qrCodeUrl } }', {
      appId,
    });
  }

  const weChatSecrets = (): string[] => [
    ...new Set([authCode, ...withWeChat.flatMap((text) => secretsIn(parsed(text)))]),
  ];
  const everySecret = (): string[] => [...weChatSecrets(), ...codes.flatMap(spellings), ...tokens];
  /** Secrets that the texts hold; shown shortened, since a test's output is a log, too. */
  const heldBy = (texts: readonly string[], secrets: readonly string[]): string[] => {
    const all = texts.join('\n').toLowerCase();
    return secrets.filter((secret) => all.includes(secret.toLowerCase())).map((secret) => `${secret.slice(0, 6)}…`);
  };

  test('the story used secrets of every kind', () => {
    const kinds = new Set(
      withWeChat.flatMap((text) => membersIn(parsed(text))).filter((name) => SECRET_MEMBERS.has(name)),
    );
    expect([...kinds].sort()).toEqual([...SECRET_MEMBERS].sort());
    expect(codes).toHaveLength(3);
    expect(logged.length).toBeGreaterThan(10);
    expect(answers.length).toBeGreaterThan(10);
  });

  test('log lines hold none, at the most talkative level', () => {
    expect(heldBy(logged, everySecret())).toEqual([]);
  });

  test('answers and error texts hold none', () => {
    expect(heldBy(answers, everySecret())).toEqual([]);
  });

  test('files of the data folder hold none: what must be kept is encrypted', () => {
    expect(filesHolding(system.dataDir, everySecret())).toEqual([]);
  });

  const membersIn = (value: unknown): string[] =>
    value === null || typeof value !== 'object'
      ? []
      : Object.entries(value).flatMap(([name, inner]) => [name, ...membersIn(inner)]);
});
