import { z } from 'zod';
import type { CustomerService } from '../customer-service.js';
import { meaningForAccount } from './errcodes.js';
import { failureOf } from './failures.js';
import { Sender, type SenderOptions } from './sender.js';

/** WeChat's customer-service messages over HTTP (wechat protocol §7.5). */
export class HttpCustomerService implements CustomerService {
  private readonly sender: Sender;

  constructor(options: SenderOptions) {
    this.sender = new Sender(options);
  }

  async sendText(accessToken: string, to: string, text: string): Promise<void> {
    const answer = await this.sender.send({
      method: 'POST',
      path: '/cgi-bin/message/custom/send',
      query: { access_token: accessToken },
      body: { touser: to, msgtype: 'text', text: { content: text } },
      shape: z.object({}),
      repeatable: false,
    });
    if (!answer.ok) throw failureOf(answer, null, [accessToken, to, text], meaningForAccount(answer.errcode));
  }
}
