import { createCipheriv, createHash } from 'node:crypto';

/** A platform as the server under test is configured with it; nobody else uses these values. */
export const PLATFORM = {
  appId: 'wx5823bf96d3bd56c7',
  secret: '0123456789abcdef0123456789abcdef',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

const KEY = Buffer.from(`${PLATFORM.encodingAesKey}=`, 'base64');

export const sign = (...texts: readonly string[]): string =>
  createHash('sha1')
    .update([PLATFORM.token, ...texts].sort().join(''))
    .digest('hex');

/** Whatever the bytes are, as long as they are whole blocks. */
export function encryptBytes(bytes: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
}

/** As WeChat encrypts (wechat protocol §1.2), but for what is given otherwise. */
export function encryptText(
  text: string,
  { receiver = PLATFORM.appId, length = Buffer.byteLength(text) } = {},
): string {
  const head = Buffer.alloc(20, 'r');
  head.writeUInt32BE(length, 16);
  const whole = Buffer.concat([head, Buffer.from(text), Buffer.from(receiver)]);
  const count = 32 - (whole.length % 32);
  return encryptBytes(Buffer.concat([whole, Buffer.alloc(count, count)]));
}

export interface Letter {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The connection is cut after so many bytes of the body. */
  readonly cutAfter: number | null;
}

export const EVENTS = '/wechat/events';
/** Of one of WeChat's own test accounts, which every platform answers (wechat protocol §7.7). */
export const MESSAGES = '/wechat/messages/wx570bc396a51b8ff8';
const ORIGINAL_ID = 'gh_3c884a361561';

/** Signed rightly, whatever the ciphertext is. */
export function letterOf(path: string, encrypted: string, nonce: string, timestamp = secondsNow()): Letter {
  const address =
    path === EVENTS ? `<AppId><![CDATA[${PLATFORM.appId}]]></AppId>` : `<ToUserName>${ORIGINAL_ID}</ToUserName>`;
  return {
    method: 'POST',
    path,
    query: [
      ['signature', sign(timestamp, nonce)],
      ['timestamp', timestamp],
      ['nonce', nonce],
      ['encrypt_type', 'aes'],
      ['msg_signature', sign(timestamp, nonce, encrypted)],
    ],
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(`<xml>${address}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`),
    cutAfter: null,
  };
}

/** Seconds since 1970. */
export const secondsNow = (): string => String(Math.floor(Date.now() / 1_000));

export const ticketXml = (): string =>
  `<xml><AppId>${PLATFORM.appId}</AppId><CreateTime>${secondsNow()}</CreateTime>` +
  '<InfoType>component_verify_ticket</InfoType><ComponentVerifyTicket>ticket@@@fuzz</ComponentVerifyTicket></xml>';

export const textXml = (messageId: number): string =>
  `<xml><ToUserName>${ORIGINAL_ID}</ToUserName><FromUserName>oFan</FromUserName><CreateTime>${secondsNow()}</CreateTime>` +
  `<MsgType>text</MsgType><Content>hello</Content><MsgId>${messageId}</MsgId></xml>`;
