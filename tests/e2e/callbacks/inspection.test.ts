import { randomUUID } from 'node:crypto';
import { SIMULATED_COMPONENT } from '../../../src/wechat/simulator/component.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { codesOf, post } from '../../support/wire.js';
import { encrypt } from '../../unit/wechat/messages/independent.js';

const COMPONENT = { ...SIMULATED_COMPONENT, encodingAesKey: SIMULATED_COMPONENT.encodingAesKeys[0] };
const NOBODYS = 'wx00000000000000ab';

interface Callbacks {
  readonly weChatCallbacks: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly kind: string;
      readonly appId: string | null;
      readonly outcome: string;
      readonly reason: string | null;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const QUERY = `query ($filter: WeChatCallbackFilter, $first: Int, $after: String) {
  weChatCallbacks(filter: $filter, first: $first, after: $after) {
    totalCount
    nodes { time kind appId outcome reason durationMs }
    pageInfo { hasNextPage endCursor }
  }
}`;

describe('WeChat’s last callbacks', () => {
  let system: TestSystem;
  let administrator: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    administrator = await officerOf(system, 'PLATFORM_ADMIN');
    await refused();
    await message('1');
    await message('2');
    await message('2');
  });
  afterAll(() => system.close());

  const send = (path: string, body: string): Promise<Response> =>
    fetch(`${system.gongxiang.url}${path}`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });

  const refused = (): Promise<Response> => send('/wechat/events', '<xml></xml>');

  async function message(messageId: string): Promise<void> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const nonce = randomUUID();
    const text =
      `<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>${timestamp}</CreateTime>` +
      `<MsgType>text</MsgType><Content>hello</Content><MsgId>${messageId}</MsgId></xml>`;
    const { encrypted, signature } = await encrypt(COMPONENT, text, timestamp, nonce);
    const query = new URLSearchParams({ timestamp, nonce, msg_signature: signature }).toString();
    const path = `/wechat/messages/${NOBODYS}?${query}`;
    expect((await send(path, `<xml><Encrypt>${encrypted}</Encrypt></xml>`)).status).toBe(200);
  }

  const ask = (variables: Readonly<Record<string, unknown>>): Promise<Callbacks['weChatCallbacks']> =>
    administrator.query<Callbacks>(QUERY, variables).then(({ weChatCallbacks }) => weChatCallbacks);

  const OURS = { kinds: ['PUSH', 'MESSAGE'] };
  const toNobody = { kind: 'MESSAGE', appId: NOBODYS, outcome: 'REFUSED', reason: 'ACCOUNT_UNKNOWN' };
  const malformed = { kind: 'PUSH', appId: null, outcome: 'REFUSED', reason: 'REQUEST' };

  it('are told to platform administrators, newest first', async () => {
    const { nodes, totalCount } = await ask({ filter: OURS });
    expect(nodes).toMatchObject([toNobody, toNobody, toNobody, malformed]);
    expect(totalCount).toBe(4);
    expect((await ask({ filter: { appId: NOBODYS } })).totalCount).toBe(3);
  });

  it('come in pages', async () => {
    const first = await ask({ filter: OURS, first: 3 });
    expect(first).toMatchObject({ nodes: [toNobody, toNobody, toNobody], pageInfo: { hasNextPage: true } });
    const second = await ask({ filter: OURS, first: 3, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ nodes: [malformed], pageInfo: { hasNextPage: false } });
  });

  it('are told to nobody else', async () => {
    for (const other of [await partyOf(system), await officerOf(system, 'AUDITOR')]) {
      const answer = await post(system.url, { query: QUERY }, { token: other.token });
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    }
  });

  it('survive a restart', async () => {
    await system.restart();
    administrator = await officerOf(system, 'PLATFORM_ADMIN');
    expect((await ask({ filter: OURS })).totalCount).toBe(4);
  });
});
