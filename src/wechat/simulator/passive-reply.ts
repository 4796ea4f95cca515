import type { Verdict } from './delivery.js';
import { decrypt, signatureOf, UnreadableError } from './message-crypto.js';
import { readXml, textOf, type XmlNode } from './xml.js';

export interface ReplyArticle {
  readonly title: string;
  readonly description: string;
  readonly pictureUrl: string;
  readonly url: string;
}

/** What an account answers a resident at once (wechat protocol §7.4). */
export interface PassiveReply {
  readonly type: 'text' | 'image' | 'voice' | 'video' | 'music' | 'news' | 'transfer_customer_service';
  /** Of a text. */
  readonly content: string | null;
  /** Of an image, a voice or a video. */
  readonly mediaId: string | null;
  /** Of news. */
  readonly articles: readonly ReplyArticle[];
}

export interface Correspondence {
  readonly component: { readonly appId: string; readonly token: string };
  /** What the message was encrypted with: the reply must be, too. */
  readonly key: string;
  readonly openId: string;
  readonly originalId: string;
}

/** Nothing, `success`, or an encrypted reply; with anything else the resident is told that the account is out of service. */
export function judgeReply(body: string, correspondence: Correspondence): Verdict<PassiveReply> {
  if (body === '' || body === 'success') return { outcome: 'ACCEPTED', reply: null };
  try {
    return { outcome: 'ACCEPTED', reply: replyOf(readXml(opened(readXml(body), correspondence)), correspondence) };
  } catch (error) {
    if (error instanceof UnreadableError) return { outcome: 'MALFORMED', reason: error };
    throw error;
  }
}

function opened(envelope: XmlNode, { component, key }: Correspondence): string {
  const encrypted = required(envelope, 'Encrypt');
  const timestamp = required(envelope, 'TimeStamp');
  if (!/^\d{10}$/.test(timestamp)) throw new UnreadableError('TimeStamp is no number of seconds.');
  const signature = signatureOf(component.token, timestamp, required(envelope, 'Nonce'), encrypted);
  if (required(envelope, 'MsgSignature') !== signature) throw new UnreadableError('MsgSignature is wrong.');
  return decrypt(key, component.appId, encrypted);
}

function replyOf(reply: XmlNode, { openId, originalId }: Correspondence): PassiveReply {
  if (required(reply, 'ToUserName') !== openId) throw new UnreadableError('The reply is to somebody else.');
  if (required(reply, 'FromUserName') !== originalId) throw new UnreadableError('The reply is from another account.');
  if (!/^\d{10}$/.test(required(reply, 'CreateTime'))) throw new UnreadableError('CreateTime is no number of seconds.');
  const nothing = { content: null, mediaId: null, articles: [] };
  const type = required(reply, 'MsgType');
  switch (type) {
    case 'text': {
      const content = required(reply, 'Content');
      if (Buffer.byteLength(content) > 2048) throw new UnreadableError('Content is longer than 2048 bytes.');
      return { ...nothing, type, content };
    }
    case 'image':
      return { ...nothing, type, mediaId: required(child(reply, 'Image'), 'MediaId') };
    case 'voice':
      return { ...nothing, type, mediaId: required(child(reply, 'Voice'), 'MediaId') };
    case 'video':
      return { ...nothing, type, mediaId: required(child(reply, 'Video'), 'MediaId') };
    case 'music':
      child(reply, 'Music');
      return { ...nothing, type };
    case 'news':
      return { ...nothing, type, articles: articlesOf(reply) };
    case 'transfer_customer_service':
      return { ...nothing, type };
    default:
      throw new UnreadableError('MsgType is unknown.');
  }
}

/** One article, since October 2018. */
function articlesOf(reply: XmlNode): readonly ReplyArticle[] {
  const items = child(reply, 'Articles').children.filter(({ name }) => name === 'item');
  if (required(reply, 'ArticleCount') !== String(items.length)) throw new UnreadableError('ArticleCount is wrong.');
  if (items.length !== 1) throw new UnreadableError('An ordinary reply has one article.');
  return items.map((item) => ({
    title: required(item, 'Title'),
    description: textOf(item, 'Description') ?? '',
    pictureUrl: textOf(item, 'PicUrl') ?? '',
    url: textOf(item, 'Url') ?? '',
  }));
}

function child(node: XmlNode, name: string): XmlNode {
  const found = node.children.find((one) => one.name === name);
  if (found === undefined) throw new UnreadableError(`${name} is missing.`);
  return found;
}

function required(node: XmlNode, name: string): string {
  const text = textOf(node, name)?.trim() ?? '';
  if (text === '') throw new UnreadableError(`${name} is missing.`);
  return text;
}
