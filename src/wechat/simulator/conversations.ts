import type { SentByAccount } from './customer-service.js';
import type { Delivery } from './delivery.js';
import type { PassiveReply } from './passive-reply.js';

export interface Line {
  readonly openId: string;
  readonly by: 'RESIDENT' | 'ACCOUNT' | 'WECHAT';
  readonly text: string;
}

/** So many lines of each account are remembered. */
const REMEMBERED = 200;

/** What residents and accounts told each other, as the people see it on their phones. */
export class Conversations {
  private readonly byAppId = new Map<string, Line[]>();

  /** Oldest first. */
  lines(appId: string, openId: string): readonly Line[] {
    return (this.byAppId.get(appId) ?? []).filter((line) => line.openId === openId);
  }

  /** `text`: in brackets when it is no text that was written. */
  resident(appId: string, openId: string, text: string): void {
    this.add(appId, { openId, by: 'RESIDENT', text });
  }

  reply(appId: string, openId: string, reply: PassiveReply): void {
    this.add(appId, { openId, by: 'ACCOUNT', text: shownReply(reply) });
  }

  /** A customer-service message. */
  message(appId: string, { openId, type, content }: SentByAccount): void {
    this.add(appId, { openId, by: 'ACCOUNT', text: content ?? `〔${type}〕` });
  }

  /** WeChat says so when the platform fails, and the simulator when the platform is not told. */
  outcome(appId: string, openId: string, { outcome }: Delivery): void {
    const text = OUTCOMES[outcome];
    if (text !== null) this.add(appId, { openId, by: 'WECHAT', text });
  }

  private add(appId: string, line: Line): void {
    const lines = this.byAppId.get(appId) ?? [];
    this.byAppId.set(appId, lines);
    lines.push(line);
    if (lines.length > REMEMBERED) lines.shift();
  }
}

const OUTCOMES: Readonly<Record<Delivery['outcome'], string | null>> = {
  ACKNOWLEDGED: null,
  FAILED: '该公众号提供的服务出现故障，请稍后再试 · The service of this account is out of order',
  LOST: '消息没有送达第三方平台 · The platform was not reached',
  NOT_SENT: '没有转给第三方平台 · Not passed on to the platform',
};

function shownReply({ type, content, mediaId, articles }: PassiveReply): string {
  if (content !== null) return content;
  if (articles.length > 0) return articles.map(({ title, url }) => `〔图文 article〕${title} ${url}`).join('\n');
  return `〔${type}〕${mediaId ?? ''}`;
}
