import type { ReplyArticle } from '../../domain/replies/events.js';
import type { PassiveReply, ResidentMessage } from '../callbacks/receiver.js';
import { cdata, element } from './xml-writing.js';

/**
 * An account's answer to a resident's message, to be encrypted (wechat protocol §7.4).
 * @param createTime seconds since 1970, a whole number
 */
export function passiveReplyXml(
  reply: PassiveReply,
  { fromUserName, toUserName }: Pick<ResidentMessage, 'fromUserName' | 'toUserName'>,
  createTime: number,
): string {
  return element(
    'xml',
    element('ToUserName', cdata(fromUserName)),
    element('FromUserName', cdata(toUserName)),
    element('CreateTime', String(createTime)),
    element('MsgType', cdata(reply.type.toLowerCase())),
    contentOf(reply),
  );
}

function contentOf(reply: PassiveReply): string {
  switch (reply.type) {
    case 'TEXT':
      return element('Content', cdata(reply.text));
    case 'IMAGE':
      return element('Image', element('MediaId', cdata(reply.mediaId)));
    case 'NEWS':
      return (
        element('ArticleCount', String(reply.articles.length)) + element('Articles', ...reply.articles.map(articleXml))
      );
  }
}

const articleXml = ({ title, description, pictureUrl, url }: ReplyArticle): string =>
  element(
    'item',
    element('Title', cdata(title)),
    element('Description', cdata(description ?? '')),
    element('PicUrl', cdata(pictureUrl ?? '')),
    element('Url', cdata(url)),
  );
