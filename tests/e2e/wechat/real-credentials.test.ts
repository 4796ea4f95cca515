import { callbackUrls } from '../../../src/server/wechat-side.js';
import { SIMULATED_COMPONENT } from '../../../src/wechat/simulator/component.js';
import { startSimulator, type Simulator } from '../../../src/wechat/simulator/simulator.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const NEXT_KEY = 'A'.repeat(43);

/** The server is told of a platform at WeChat as an operator tells it; WeChat is played by somebody else. */
describe('with credentials of a registered platform', () => {
  let weChat: Simulator;
  let system: TestSystem;
  let owner: Party;
  let appId: string;

  beforeAll(async () => {
    weChat = await startSimulator({ port: 0, component: { startDomain: 'localhost' } });
    const { appId: component, secret, token, encodingAesKeys } = SIMULATED_COMPONENT;
    system = await startTestSystem({
      WECHAT_COMPONENT_APPID: component,
      WECHAT_COMPONENT_SECRET: secret,
      WECHAT_TOKEN: token,
      WECHAT_ENCODING_AES_KEYS: `${NEXT_KEY},${encodingAesKeys[0]}`,
      WECHAT_API_URL: weChat.url,
      WECHAT_PC_URL: weChat.url,
      WECHAT_MOBILE_URL: weChat.url,
    });
    owner = await partyOf(system);
  });
  afterAll(async () => {
    await weChat.close();
    await system.close();
  });

  it('nobody plays WeChat here', () => {
    expect(system.gongxiang.simulator).toBeNull();
  });

  it('nothing can be asked of WeChat before it has pushed a ticket, and the refusal says when to try again', async () => {
    const payload = await owner.ask<{ retryAfterSeconds: number }>(
      'authorizeAccount',
      {},
      '... on WeChatUnavailable { retryAfterSeconds message }',
    );
    expect(payload).toMatchObject({ code: 'WECHAT_UNAVAILABLE', retryAfterSeconds: 60 });
  });

  it('the addresses that start-up names are the ones that WeChat calls', async () => {
    weChat.configureCallbacks(callbackUrls(system.gongxiang.url));
    await weChat.pushTicket();
    appId = await system.authorize(owner);
    const { account } = await owner.query<{ account: { status: string } }>(
      'query ($appId: ID!) { account(appId: $appId) { status } }',
      { appId },
    );
    expect(account.status).toBe('AUTHORIZED');
    expect(weChat.truth().map((grant) => grant.appId)).toEqual([appId]);
  });

  it('messages under the former and under the present key are taken, and answered under the same', async () => {
    const replies = { onSubscribe: null, keywords: [], byDefault: { type: 'TEXT', text: '已收到' } };
    await owner.do('setAutomaticReplies', { appId, replies });
    expect((await weChat.say(appId, '你好')).reply).toMatchObject({ content: '已收到' });
    weChat.rotateKey(NEXT_KEY);
    expect((await weChat.say(appId, '你好')).reply).toMatchObject({ content: '已收到' });
  });

  it('a restart asks for nothing that is kept: the ticket and the platform’s token are still good', async () => {
    const fetched = weChat.requests('/cgi-bin/component/api_component_token');
    await system.restart();
    weChat.configureCallbacks(callbackUrls(system.gongxiang.url));
    await owner.at(system).do('refreshAccountProfile', { appId });
    expect(weChat.requests('/cgi-bin/component/api_component_token')).toBe(fetched);
  });

  it('a platform administrator sees what WeChat called', async () => {
    const admin = await officerOf(system, 'PLATFORM_ADMIN');
    const { weChatCallbacks } = await admin.query<{
      weChatCallbacks: { nodes: readonly { kind: string; outcome: string }[] };
    }>('{ weChatCallbacks(first: 100) { nodes { kind outcome } } }');
    expect(new Set(weChatCallbacks.nodes.map(({ kind }) => kind))).toEqual(
      new Set(['TICKET', 'AUTHORIZED', 'MESSAGE']),
    );
    expect(weChatCallbacks.nodes.every(({ outcome }) => outcome === 'ACCEPTED')).toBe(true);
  });
});
