import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOfStream } from 'node:stream/consumers';
import { HttpCustomerService } from '../../../src/wechat/client/http-customer-service.js';
import { WeChatRefusedError, WeChatUnavailableError } from '../../../src/wechat/component-platform.js';

const TOKEN = 'the-access-token';
const OPENID = 'o-follower';
const TEXT = '您好，“业主”';

describe('customer-service messages', () => {
  let server: Server;
  let asked: { readonly url: string; readonly body: string }[];
  let answer: string;
  let service: HttpCustomerService;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      void textOfStream(request).then((body) => {
        asked.push({ url: request.url ?? '', body });
        response.end(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    service = new HttpCustomerService({ api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('are sent in raw UTF-8 with the account’s token', async () => {
    answer = '{"errcode":0,"errmsg":"ok"}';
    await service.sendText(TOKEN, OPENID, TEXT);
    expect(asked).toEqual([
      {
        url: `/cgi-bin/message/custom/send?access_token=${TOKEN}`,
        body: `{"touser":"${OPENID}","msgtype":"text","text":{"content":"您好，“业主”"}}`,
      },
    ]);
  });

  it('are refused without naming token, follower or text', async () => {
    answer = JSON.stringify({ errcode: 45015, errmsg: `out of time: ${OPENID} ${TOKEN} ${TEXT} rid: 1-2` });
    const refused = await service.sendText(TOKEN, OPENID, TEXT).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WeChatRefusedError);
    expect(refused).toMatchObject({ errcode: 45015 });
    for (const secret of [OPENID, TOKEN, TEXT]) expect(String(refused)).not.toContain(secret);
  });

  it('are never sent twice, whatever becomes of them', async () => {
    answer = 'busy';
    await expect(service.sendText(TOKEN, OPENID, TEXT)).rejects.toBeInstanceOf(WeChatUnavailableError);
    answer = '{"errcode":-1,"errmsg":"system error"}';
    await expect(service.sendText(TOKEN, OPENID, TEXT)).rejects.toBeInstanceOf(WeChatUnavailableError);
    expect(asked).toHaveLength(2);
  });
});
