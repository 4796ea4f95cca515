import { HttpCustomerService } from '../../../src/wechat/client/http-customer-service.js';
import { WeChatRefusedError, WeChatUnavailableError } from '../../../src/wechat/component-platform.js';
import { json, raw, WeChatApiStub } from './wechat-api-stub.js';

const TOKEN = 'the-access-token';
const OPENID = 'o-follower';
const TEXT = '您好，“业主”';

describe('customer-service messages', () => {
  let weChat: WeChatApiStub;
  let service: HttpCustomerService;

  beforeEach(async () => {
    weChat = await WeChatApiStub.start();
    service = new HttpCustomerService({ api: weChat.baseUrl });
  });
  afterEach(() => weChat.close());

  it('are sent in raw UTF-8 with the account’s token', async () => {
    weChat.answers = [json({ errcode: 0, errmsg: 'ok' })];
    await service.sendText(TOKEN, OPENID, TEXT);
    expect(weChat.asked.map(({ url, body }) => ({ url: url.pathname + url.search, body }))).toEqual([
      {
        url: `/cgi-bin/message/custom/send?access_token=${TOKEN}`,
        body: `{"touser":"${OPENID}","msgtype":"text","text":{"content":"您好，“业主”"}}`,
      },
    ]);
  });

  it('are refused without naming token, follower or text', async () => {
    weChat.answers = [json({ errcode: 45015, errmsg: `out of time: ${OPENID} ${TOKEN} ${TEXT} rid: 1-2` })];
    const refused = await service.sendText(TOKEN, OPENID, TEXT).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WeChatRefusedError);
    expect(refused).toMatchObject({ errcode: 45015 });
    for (const secret of [OPENID, TOKEN, TEXT]) expect(String(refused)).not.toContain(secret);
  });

  it('are never sent twice, whatever becomes of them', async () => {
    weChat.answers = [raw('busy')];
    await expect(service.sendText(TOKEN, OPENID, TEXT)).rejects.toBeInstanceOf(WeChatUnavailableError);
    weChat.answers = [json({ errcode: -1, errmsg: 'system error' })];
    await expect(service.sendText(TOKEN, OPENID, TEXT)).rejects.toBeInstanceOf(WeChatUnavailableError);
    expect(weChat.asked).toHaveLength(2);
  });
});
