import { type Body, isObject, text } from './body.js';
import type { Conversations } from './conversations.js';
import { WeChatFault } from './fault.js';
import type { Residents } from './residents.js';

/** A message that an account wrote to a resident outside of a reply (wechat protocol §7.5). */
export interface SentByAccount {
  readonly openId: string;
  readonly type: string;
  /** Of a text. */
  readonly content: string | null;
  /** All that was sent, but for `touser` and `msgtype`. */
  readonly payload: object;
}

/** So many after each message or tap of the resident (45047). */
const AT_MOST = 20;

const TYPES = [
  'text',
  'image',
  'voice',
  'video',
  'music',
  'news',
  'mpnews',
  'mpnewsarticle',
  'msgmenu',
  'miniprogrampage',
];

/** Customer-service messages, kept for whoever wants to see them. */
export class CustomerService {
  private readonly byAppId = new Map<string, SentByAccount[]>();
  private readonly watchers = new Set<(appId: string, message: SentByAccount) => void>();

  constructor(
    private readonly residents: Residents,
    private readonly conversations: Conversations,
  ) {}

  /** Oldest first. */
  sent(appId: string): readonly SentByAccount[] {
    return this.byAppId.get(appId) ?? [];
  }

  /** @throws WeChatFault 40003, 40008, 44004, 45002, 45015, 45047, 47001 */
  send(appId: string, body: Body): void {
    const openId = text(body, 'touser', 40003);
    const type = text(body, 'msgtype', 40008);
    if (!TYPES.includes(type)) throw new WeChatFault(40008);
    const payload = body[type];
    if (!isObject(payload)) throw new WeChatFault(47001);
    const content = type === 'text' ? text(payload, 'content', 44004) : null;
    if (content !== null && Buffer.byteLength(content) > 2048) throw new WeChatFault(45002);
    const followers = this.residents.followers(appId);
    if (!followers.isKnown(openId)) throw new WeChatFault(40003);
    const count = followers.count(openId);
    if (count === null) throw new WeChatFault(45015);
    if (count > AT_MOST) throw new WeChatFault(45047);
    const message = { openId, type, content, payload };
    this.byAppId.set(appId, [...this.sent(appId), message]);
    this.conversations.message(appId, message);
    for (const watcher of this.watchers) watcher(appId, message);
  }

  /** Resolves with the next message that is looked for, also one that was sent already; null when time is over. */
  async waitFor(
    appId: string,
    wanted: (message: SentByAccount) => boolean,
    atMostMs: number,
  ): Promise<SentByAccount | null> {
    const already = this.sent(appId).find(wanted);
    if (already !== undefined) return already;
    return new Promise((resolve) => {
      const done = (message: SentByAccount | null): void => {
        clearTimeout(timer);
        this.watchers.delete(watcher);
        resolve(message);
      };
      const watcher = (account: string, message: SentByAccount): void => {
        if (account === appId && wanted(message)) done(message);
      };
      const timer = setTimeout(() => done(null), atMostMs);
      this.watchers.add(watcher);
    });
  }
}
