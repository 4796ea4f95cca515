import { ImpossibleError } from './impossible.js';
import { createHash } from 'node:crypto';
import type { SimulatedAccount } from './accounts.js';
import type { Conversations } from './conversations.js';
import type { Courier } from './courier.js';
import { notSent, type Delivered } from './delivery.js';
import { Followers } from './followers.js';
import type { Menus } from './menu.js';
import { judgeReply, type PassiveReply } from './passive-reply.js';
import { type ResidentEvent, eventOfTap } from './taps.js';
import type { World } from './world.js';
import { writeXml, type XmlElement } from './xml.js';

/** What a resident sends that is no text: WeChat's own names for the kinds and their elements (wechat protocol §7.1). */
export interface SentMessage {
  readonly type: 'image' | 'voice' | 'video' | 'shortvideo' | 'location' | 'link';
  /** In place of what is made up, such as `{ MediaId: '…' }`. */
  readonly elements?: Readonly<Record<string, string>> | undefined;
}

export type Answered = Delivered<PassiveReply>;

const MADE_UP: Readonly<Record<SentMessage['type'], Readonly<Record<string, string>>>> = {
  image: { PicUrl: 'http://mmbiz.qpic.cn/mmbiz_jpg/simulated/0', MediaId: 'simulated-image' },
  voice: { MediaId: 'simulated-voice', Format: 'amr' },
  video: { MediaId: 'simulated-video', ThumbMediaId: 'simulated-thumb' },
  shortvideo: { MediaId: 'simulated-video', ThumbMediaId: 'simulated-thumb' },
  location: { Location_X: '23.134521', Location_Y: '113.358803', Scale: '20', Label: '小区东门' },
  link: { Title: '小区公告', Description: '停水通知', Url: 'https://example.com/notice' },
};

/** What people call them. */
const EVENTS: Readonly<Record<string, string>> = { subscribe: '关注 follow', unsubscribe: '取消关注 unfollow' };

/** Events after which an account may write to the resident, as after a message. */
const OPENS_THE_WINDOW = ['SCAN', 'CLICK'];

/** Message ids are above what fits into a double. */
const FIRST_MESSAGE_ID = 6_000_000_000_000_000_001n;

/** The people who follow accounts, and what they send. */
export class Residents {
  private url: string | null = null;
  private messages = 0n;
  private readonly followersOf = new Map<string, Followers>();

  constructor(
    private readonly world: World,
    private readonly courier: Courier,
    private readonly menus: Menus,
    private readonly conversations: Conversations,
  ) {}

  /** With `$APPID$` where the account's app id goes. */
  configure(url: string): void {
    this.url = url;
  }

  /** The same person has another openid at each account; `number` tells several people apart. */
  openId(appId: string, number = 1): string {
    const digest = createHash('sha256').update(`resident ${number} of ${appId}`).digest('base64url');
    return `o${digest.replaceAll(/[^A-Za-z0-9]/g, 'x').slice(0, 27)}`;
  }

  followers(appId: string): Followers {
    const known = this.followersOf.get(appId) ?? new Followers(() => this.world.seconds());
    this.followersOf.set(appId, known);
    return known;
  }

  say(appId: string, text: string, openId = this.openId(appId)): Promise<Answered> {
    return this.message(appId, openId, 'text', text, [['Content', text]]);
  }

  send(appId: string, { type, elements }: SentMessage, openId = this.openId(appId)): Promise<Answered> {
    return this.message(appId, openId, type, `〔${type}〕`, Object.entries({ ...MADE_UP[type], ...elements }));
  }

  event(appId: string, { event, eventKey, elements }: ResidentEvent, openId = this.openId(appId)): Promise<Answered> {
    const followers = this.followers(appId);
    if (event === 'subscribe') followers.subscribe(openId);
    else if (event === 'unsubscribe') followers.unsubscribe(openId);
    else if (OPENS_THE_WINDOW.includes(event)) followers.contact(openId);
    return this.tell(
      appId,
      openId,
      `event ${event}`,
      `〔${EVENTS[event] ?? event}${eventKey === undefined ? '' : ` ${eventKey}`}〕`,
      [
        ['MsgType', 'event'],
        ['Event', event],
        ...madeUp(event),
        ...(eventKey === undefined && event !== 'subscribe' ? [] : ([['EventKey', eventKey ?? '']] as const)),
        ...(elements ?? []),
      ],
    );
  }

  /**
   * Taps a button of the live menu: names or places from 0, from the top. Buttons that show something by themselves tell
   * the platform nothing. @throws ImpossibleError when there is no such button
   */
  async tap(appId: string, path: readonly (string | number)[], openId = this.openId(appId)): Promise<Answered> {
    const button = this.menus.button(appId, path);
    if (button === null) throw new ImpossibleError('There is no such button in the live menu.');
    const event = eventOfTap(button);
    if (event === null) {
      this.conversations.resident(appId, openId, `〔${button.name}〕`);
      return { delivery: notSent('tap', appId), reply: null };
    }
    return this.event(appId, event, openId);
  }

  private message(
    appId: string,
    openId: string,
    type: string,
    shown: string,
    elements: readonly XmlElement[],
  ): Promise<Answered> {
    this.followers(appId).contact(openId);
    const id = FIRST_MESSAGE_ID + this.messages;
    this.messages += 1n;
    return this.tell(appId, openId, type, shown, [['MsgType', type], ...elements, ['MsgId', String(id)]]);
  }

  private async tell(
    appId: string,
    openId: string,
    kind: string,
    shown: string,
    elements: readonly XmlElement[],
  ): Promise<Answered> {
    this.conversations.resident(appId, openId, shown);
    const answered = await this.pass(appId, openId, kind, elements);
    this.conversations.outcome(appId, openId, answered.delivery);
    if (answered.reply !== null) this.conversations.reply(appId, openId, answered.reply);
    return answered;
  }

  /** Only what the account grants reaches the platform: messages are permission set 1. */
  private pass(appId: string, openId: string, kind: string, elements: readonly XmlElement[]): Promise<Answered> {
    const account = this.world.existing(appId);
    const granted = this.world.grants.find(appId)?.permissions.includes(1) === true;
    if (this.url === null || !granted) return Promise.resolve({ delivery: notSent(kind, appId), reply: null });
    return this.courier.send({
      kind,
      appId,
      url: this.url.replaceAll('$APPID$', appId),
      envelope: ['ToUserName', account.originalId],
      parameters: { openid: openId },
      xml: writeXml([
        ['ToUserName', account.originalId],
        ['FromUserName', openId],
        ['CreateTime', this.world.seconds()],
        ...elements,
      ]),
      judge: (body, key) => judgeReply(body, this.correspondence(account, openId, key)),
      insist: false,
    });
  }

  private correspondence({ originalId }: SimulatedAccount, openId: string, key: string) {
    return { component: this.world.component, key, openId, originalId };
  }
}

function madeUp(event: string): readonly XmlElement[] {
  if (event !== 'LOCATION') return [];
  return [
    ['Latitude', '23.137466'],
    ['Longitude', '113.352425'],
    ['Precision', '119.385040'],
  ];
}
