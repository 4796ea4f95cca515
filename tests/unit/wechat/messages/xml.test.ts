import fc from 'fast-check';
import { readComponentPush } from '../../../../src/wechat/messages/component-push.js';
import { readEnvelope } from '../../../../src/wechat/messages/envelope.js';
import { passiveReplyXml } from '../../../../src/wechat/messages/passive-reply.js';
import { readResidentMessage } from '../../../../src/wechat/messages/resident-message.js';
import { readXml } from '../../../../src/wechat/messages/xml-reading.js';
import { cdata } from '../../../../src/wechat/messages/xml-writing.js';
import { V3, V4 } from './vectors.js';

const PLATFORM = V3.appId;
const ACCOUNT = 'wx570bc396a51b8ff8';

describe('XML of WeChat’s', () => {
  it('holds values as character data or as plain text, and all of them stay texts', () => {
    expect(readXml('<xml><A><![CDATA[1]]></A><MsgId>12345678901234567890</MsgId><E></E><F/></xml>')).toEqual({
      A: '1',
      MsgId: '12345678901234567890',
      E: '',
      F: '',
    });
    expect(readXml('\ufeff<?xml version="1.0" encoding="utf-8"?>\n<xml>\n <A> a </A>\n</xml>\n')).toMatchObject({
      A: ' a ',
    });
  });

  it('leaves what a resident wrote as it is', () => {
    const content = '<!DOCTYPE x [<!ENTITY a "b">]> &a; &lt; <b>';
    expect(readXml(`<xml><Content><![CDATA[${content}]]></Content></xml>`)).toEqual({ Content: content });
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['another root', '<html><A>1</A></html>'],
    ['no elements', '<xml>text</xml>'],
    ['two roots', '<xml><A>1</A></xml><xml><A>1</A></xml>'],
    ['an end that is missing', '<xml><A>1</A>'],
    ['ends that do not match', '<xml><A>1</B></xml>'],
    ['character data without an end', '<xml><A><![CDATA[1</A></xml>'],
    ['a document type', '<!DOCTYPE xml><xml><A>1</A></xml>'],
    ['entities', '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>'],
    ['a document type inside', '<xml><!DOCTYPE a [<!ENTITY e "1">]><A>&e;</A></xml>'],
    ['an entity alone', '<xml><!ENTITY e "1"><A>1</A></xml>'],
    ['a comment', '<xml><!-- x --><A>1</A></xml>'],
    ['an instruction', '<xml><?php x ?><A>1</A></xml>'],
    ['an instruction in front', '<?xml-stylesheet href="x"?><xml><A>1</A></xml>'],
    ['an attribute', '<xml a="<![CDATA["><!DOCTYPE x><A>]]></A></xml>'],
    ['names that mean something to JavaScript', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['too many levels', `<xml>${'<a>'.repeat(9)}1${'</a>'.repeat(9)}</xml>`],
    ['too many elements', `<xml>${'<a/>'.repeat(2_000)}</xml>`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeNull();
  });

  it('is never a reason to fail, whatever it is', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<A>',
      '</A>',
      '<![CDATA[',
      ']]>',
      '<!',
      '<?',
      '&a;',
      '"',
      '>',
      'ü',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('');
          readXml(text);
          expect(readEnvelope(text)).toBeNull();
          expect(readResidentMessage(text)).toBeNull();
        },
      ),
    );
  });

  it('takes no longer than its length allows', () => {
    const start = performance.now();
    for (const piece of ['<![CDATA[', '<', '<a', '</', ' ', '&', '<?xml '])
      readXml(piece.repeat(65_536 / piece.length));
    readXml(`<xml>${'<![CDATA['.repeat(7_000)}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('an envelope', () => {
  it('carries the ciphertext without the blanks around it, and the platform’s app id where there is one', () => {
    expect(readEnvelope(`<xml><AppId><![CDATA[${PLATFORM}]]></AppId><Encrypt>\n abc= \n</Encrypt></xml>`)).toEqual({
      encrypted: 'abc=',
      appId: PLATFORM,
    });
    expect(readEnvelope('<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[ abc= ]]></Encrypt></xml>')).toEqual({
      encrypted: 'abc=',
      appId: null,
    });
  });

  it('has exactly one ciphertext', () => {
    expect(readEnvelope('<xml><AppId>a</AppId></xml>')).toBeNull();
    expect(readEnvelope('<xml><Encrypt> </Encrypt></xml>')).toBeNull();
    expect(readEnvelope('<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>')).toBeNull();
    expect(readEnvelope('<xml><Encrypt><A>a</A></Encrypt></xml>')).toBeNull();
  });
});

describe('a push to the platform', () => {
  const push = (...fields: readonly string[]): string =>
    `<xml><AppId>${PLATFORM}</AppId><CreateTime>1413192605</CreateTime>${fields.join('')}</xml>`;
  const read = (...fields: readonly string[]) => readComponentPush(push(...fields), PLATFORM);
  const createdAt = '2014-10-13T09:30:05.000Z';

  it('brings a ticket', () => {
    expect(readComponentPush(V3.message ?? '', PLATFORM)).toEqual({
      ok: true,
      push: { kind: 'ticket', createdAt, ticket: 'ticket@@@fake-ticket-001' },
    });
  });

  it.each(['authorized', 'updateauthorized'] as const)('tells of an account %s', (kind) => {
    const grant = [
      `<InfoType>${kind}</InfoType>`,
      `<AuthorizerAppid>${ACCOUNT}</AuthorizerAppid>`,
      '<AuthorizationCode><![CDATA[queryauthcode@@@abc]]></AuthorizationCode>',
    ];
    const told = { kind, createdAt, appId: ACCOUNT, authorizationCode: 'queryauthcode@@@abc' };
    expect(
      read(
        ...grant,
        '<AuthorizationCodeExpiredTime>1413196205</AuthorizationCodeExpiredTime>',
        '<PreAuthCode>preauthcode@@@x</PreAuthCode>',
      ),
    ).toEqual({
      ok: true,
      push: { ...told, preAuthCode: 'preauthcode@@@x' },
    });
    expect(read(...grant, '<PreAuthCode></PreAuthCode>')).toEqual({
      ok: true,
      push: { ...told, preAuthCode: null },
    });
  });

  it('tells of a cancellation', () => {
    expect(read('<InfoType>unauthorized</InfoType>', `<AuthorizerAppid>${ACCOUNT}</AuthorizerAppid>`)).toEqual({
      ok: true,
      push: { kind: 'unauthorized', createdAt, appId: ACCOUNT },
    });
  });

  it('may tell what is not known here', () => {
    expect(read('<InfoType>notify_3rd_wxa_auth</InfoType>', '<A><B>1</B></A>')).toEqual({
      ok: true,
      push: { kind: 'other', createdAt, infoType: 'notify_3rd_wxa_auth' },
    });
  });

  it('about another platform is refused', () => {
    expect(readComponentPush(V3.message ?? '', 'wx0000000000000000')).toEqual({ ok: false, problem: 'APP_ID' });
  });

  it.each([
    ['of no kind', ''],
    ['of a ticket without one', '<InfoType>component_verify_ticket</InfoType>'],
    ['of an account without an id', '<InfoType>unauthorized</InfoType>'],
    [
      'of an account with an id that is none',
      '<InfoType>unauthorized</InfoType><AuthorizerAppid>../x</AuthorizerAppid>',
    ],
    ['of a grant without a code', `<InfoType>authorized</InfoType><AuthorizerAppid>${ACCOUNT}</AuthorizerAppid>`],
  ])('%s is refused', (_, fields) => {
    expect(read(fields)).toEqual({ ok: false, problem: 'MALFORMED_MESSAGE' });
  });

  it('without a time is refused', () => {
    const text = `<xml><AppId>${PLATFORM}</AppId><CreateTime>soon</CreateTime><InfoType>x</InfoType></xml>`;
    expect(readComponentPush(text, PLATFORM)).toEqual({ ok: false, problem: 'MALFORMED_MESSAGE' });
  });
});

describe('a message to an account (R26)', () => {
  const common =
    '<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oFan]]></FromUserName><CreateTime>1413192605</CreateTime>';
  const read = (fields: string) => readResidentMessage(`<xml>${common}${fields}</xml>`);
  const from = { toUserName: 'gh_1', fromUserName: 'oFan', createTime: 1_413_192_605 };

  it('is a text, with a message id of 64 bits', () => {
    expect(
      read(
        '<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[ 你好 ]]></Content><MsgId>9223372036854775807</MsgId>',
      ),
    ).toEqual({
      ...from,
      type: 'text',
      content: ' 你好 ',
      messageId: '9223372036854775807',
      event: null,
      eventKey: null,
    });
  });

  it('is an event, with or without a key', () => {
    const event = { ...from, type: 'event', content: null, messageId: null };
    expect(read('<MsgType>event</MsgType><Event>subscribe</Event><EventKey></EventKey>')).toEqual({
      ...event,
      event: 'subscribe',
      eventKey: null,
    });
    expect(read('<MsgType>event</MsgType><Event>CLICK</Event><EventKey><![CDATA[hours]]></EventKey>')).toEqual({
      ...event,
      event: 'CLICK',
      eventKey: 'hours',
    });
  });

  it.each([
    ['without a type', ''],
    ['of two types', '<MsgType>text</MsgType><MsgType>event</MsgType>'],
    ['with an id that is no number', '<MsgType>text</MsgType><MsgId>abc</MsgId>'],
  ])('%s is refused', (_, fields) => {
    expect(read(fields)).toBeNull();
  });
});

describe('a reply to a resident (R26)', () => {
  const message = { fromUserName: 'oFan', toUserName: 'gh_3c884a361561' };
  const xmlOf = (reply: Parameters<typeof passiveReplyXml>[0]) =>
    readXml(passiveReplyXml(reply, message, 1_413_192_605));
  const common = { ToUserName: 'oFan', FromUserName: 'gh_3c884a361561', CreateTime: '1413192605' };

  it('of text is V4’s message', () => {
    const reply = { type: 'TEXT', text: 'TESTCOMPONENT_MSG_TYPE_TEXT_callback' } as const;
    expect(passiveReplyXml(reply, message, 1_413_192_605)).toBe(V4.message);
  });

  it('shows an image', () => {
    expect(xmlOf({ type: 'IMAGE', mediaId: 'm1' })).toEqual({ ...common, MsgType: 'image', Image: { MediaId: 'm1' } });
  });

  it('shows articles', () => {
    const article = { title: 'T', description: null, url: 'https://a/?b=1&c=2', pictureUrl: 'https://p' };
    const item = { Title: 'T', Description: '', PicUrl: 'https://p', Url: 'https://a/?b=1&c=2' };
    expect(xmlOf({ type: 'NEWS', articles: [article] })).toEqual({
      ...common,
      MsgType: 'news',
      ArticleCount: '1',
      Articles: { item },
    });
    expect(xmlOf({ type: 'NEWS', articles: [article, article] })).toMatchObject({
      ArticleCount: '2',
      Articles: { item: [item, item] },
    });
  });

  it('carries every text that XML can hold, and nothing of it becomes markup', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom(']]>', ']]', '>', '<![CDATA[', '</Content>', '\r\n'), fc.string({ unit: 'binary' })),
        ),
        (parts) => {
          const text = parts.join('');
          const content = (xmlOf({ type: 'TEXT', text }) as { Content?: string } | null)?.Content;
          // Line ends are one character in XML; what it cannot hold is left out.
          const plain = text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
          expect(content?.replace(/\r\n?/g, '\n')).toBe(plain.replace(/\r\n?/g, '\n'));
        },
      ),
    );
  });

  it('leaves out what XML cannot hold', () => {
    expect(cdata('a\0b\u0008\u{fffe}\ud800c')).toBe('<![CDATA[abc]]>');
  });
});
