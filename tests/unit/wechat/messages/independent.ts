import { webcrypto } from 'node:crypto';

/**
 * WeChat's published algorithm, written a second time from its description and over another interface to ciphers
 * (Web Cryptography), so that no mistake of the product's own can hide in it. It shares no code with the product.
 */
export interface Party {
  readonly token: string;
  readonly encodingAesKey: string;
  readonly appId: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

const { subtle } = webcrypto;
const encoder = new TextEncoder();

/** The 43 characters as bits, six each; the first 256 bits are the key. */
function keyBytes(encodingAesKey: string): Bytes {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = Array.from(encodingAesKey, (each) => alphabet.indexOf(each).toString(2).padStart(6, '0')).join('');
  return Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
}

const keyOf = (bytes: Bytes): Promise<webcrypto.CryptoKey> =>
  subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt', 'decrypt']);

const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export async function sign(texts: readonly string[]): Promise<string> {
  const inOrder = [...texts].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return hex(await subtle.digest('SHA-1', encoder.encode(inOrder.reduce((all, each) => all + each, ''))));
}

/** As WeChat posts it: the ciphertext and its signature. */
export async function encrypt(
  { token, encodingAesKey, appId }: Party,
  message: string,
  timestamp: string,
  nonce: string,
): Promise<{ readonly encrypted: string; readonly signature: string }> {
  const text = encoder.encode(message);
  const id = encoder.encode(appId);
  const used = 16 + 4 + text.length + id.length;
  const whole = new Uint8Array((Math.floor(used / 32) + 1) * 32).fill(32 - (used % 32));
  whole.set(encoder.encode('fedcba9876543210'), 0);
  new DataView(whole.buffer).setUint32(16, text.length, false);
  whole.set(text, 20);
  whole.set(id, 20 + text.length);
  const key = keyBytes(encodingAesKey);
  // This interface always adds a block of padding of its own behind.
  const ciphertext = await subtle.encrypt({ name: 'AES-CBC', iv: key.slice(0, 16) }, await keyOf(key), whole);
  const encrypted = Buffer.from(ciphertext.slice(0, whole.length)).toString('base64');
  return { encrypted, signature: await sign([token, timestamp, nonce, encrypted]) };
}

/** What WeChat does with our answer. @throws when it would not take it */
export async function openReply({ token, encodingAesKey, appId }: Party, body: string): Promise<string> {
  const field = (name: string): string => {
    const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]+)(?:\\]\\]>)?</${name}>`).exec(body)?.[1];
    if (found === undefined) throw new Error(`The answer has no ${name}.`);
    return found;
  };
  const encrypted = field('Encrypt');
  if (field('MsgSignature') !== (await sign([token, field('TimeStamp'), field('Nonce'), encrypted]))) {
    throw new Error('The signature of the answer is wrong.');
  }
  const plain = await decrypt(keyBytes(encodingAesKey), Uint8Array.from(Buffer.from(encrypted, 'base64')));
  const padding = plain[plain.length - 1] ?? 0;
  if (plain.length % 32 !== 0 || padding < 1 || padding > 32) throw new Error('The padding of the answer is wrong.');
  const length = new DataView(plain.buffer).getUint32(16, false);
  const text = new TextDecoder('utf-8', { fatal: true });
  const receiver = text.decode(plain.subarray(20 + length, plain.length - padding));
  if (receiver !== appId) throw new Error('The answer is for somebody else.');
  return text.decode(plain.subarray(20, 20 + length));
}

/** This interface always takes away a block of padding, so one is made that fits behind. */
async function decrypt(key: Bytes, ciphertext: Bytes): Promise<Bytes> {
  const cryptoKey = await keyOf(key);
  const last = ciphertext.slice(-16);
  const padding = new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv: last }, cryptoKey, new Uint8Array()));
  const whole = Uint8Array.from([...ciphertext, ...padding]);
  return new Uint8Array(await subtle.decrypt({ name: 'AES-CBC', iv: key.slice(0, 16) }, cryptoKey, whole));
}
