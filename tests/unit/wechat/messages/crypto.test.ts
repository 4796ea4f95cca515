import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { MessageCipher } from '../../../../src/wechat/messages/message-cipher.js';
import { MessageCrypto } from '../../../../src/wechat/messages/message-crypto.js';
import { pad, unpad } from '../../../../src/wechat/messages/padding.js';
import { isSignature } from '../../../../src/wechat/messages/signature.js';
import { readXml } from '../../../../src/wechat/messages/xml-reading.js';
import { encrypt, openReply, sign } from './independent.js';
import { OWN_ORIGIN, V1, V2, V3, V4, V5, type Vector } from './vectors.js';

const cryptoOf = ({ appId, token, encodingAesKey }: Vector, ...previous: string[]): MessageCrypto =>
  new MessageCrypto({ appId, token, encodingAesKeys: [encodingAesKey, ...previous] });

const open = (crypto: MessageCrypto, { encrypted, signature, timestamp, nonce }: Vector) =>
  crypto.open(encrypted, signature, { timestamp, nonce });

/** A plaintext as it is, with a right padding. */
function ciphertextOf({ encodingAesKey }: Vector, plain: Buffer): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

const OTHER_KEY = 'QWERTYUIOPasdfghjklZXCVBNM1234567890qwertyU';

describe('messages as WeChat encrypts them', () => {
  it.each([V1, V2, V3, V4, V5])('$name is read', (vector) => {
    const opened = open(cryptoOf(vector), vector);
    expect(opened).toMatchObject({ ok: true, ...(vector.message !== null && { text: vector.message }) });
  });

  it('V2 holds what the fact sheet says', () => {
    const opened = open(cryptoOf(V2), V2);
    const text = opened.ok ? opened.text : '';
    expect(Buffer.byteLength(text)).toBe(293);
    expect(readXml(text)).toMatchObject({
      ToUserName: 'asdasdasd',
      FromUserName: 'asdasdasdsadasd',
      CreateTime: '1234567898',
      MsgType: 'text',
      Content: 'hello',
      MsgId: '12345',
    });
  });

  it.each([V1, V3, V4, V5])('$name is what we make of the same text', (vector) => {
    const cipher = new MessageCipher(vector.encodingAesKey, vector.appId);
    expect(cipher.encrypt(vector.message ?? '', Buffer.from(vector.random))).toBe(vector.encrypted);
  });

  it('tells who knows the token from who does not', () => {
    const crypto = cryptoOf(V3);
    expect(crypto.isFromWeChat(OWN_ORIGIN, V3)).toBe(true);
    expect(crypto.isFromWeChat(OWN_ORIGIN, { ...V3, nonce: 'nonce-0002' })).toBe(false);
    // The two signatures of a request are not to be confused.
    expect(crypto.isFromWeChat(V3.signature, V3)).toBe(false);
    expect(crypto.open(V3.encrypted, OWN_ORIGIN, V3)).toEqual({ ok: false, problem: 'SIGNATURE' });
  });

  it('refuses a message that is for another platform', () => {
    const crypto = new MessageCrypto({ ...V3, appId: 'wx0000000000000000', encodingAesKeys: [V3.encodingAesKey] });
    expect(open(crypto, V3)).toEqual({ ok: false, problem: 'APP_ID' });
  });

  it('refuses every signature with one digit changed, without decrypting', () => {
    const crypto = cryptoOf(V3);
    for (let at = 0; at < V3.signature.length; at++) {
      const digit = V3.signature[at] === '0' ? '1' : '0';
      const signature = V3.signature.slice(0, at) + digit + V3.signature.slice(at + 1);
      expect(open(crypto, { ...V3, signature })).toEqual({ ok: false, problem: 'SIGNATURE' });
    }
    for (const signature of [
      '',
      V3.signature.slice(1),
      `${V3.signature}0`,
      V3.signature.toUpperCase(),
      '汉'.repeat(40),
    ]) {
      expect(open(crypto, { ...V3, signature })).toEqual({ ok: false, problem: 'SIGNATURE' });
    }
  });

  it('reads with the previous key, and answers with the key that worked', async () => {
    const crypto = new MessageCrypto({ ...V3, encodingAesKeys: [OTHER_KEY, V3.encodingAesKey] });
    const opened = open(crypto, V3);
    const sealed = opened.ok ? opened.seal('回复', 1_413_192_605) : '';
    expect(await openReply(V3, sealed)).toBe('回复');
    await expect(openReply({ ...V3, encodingAesKey: OTHER_KEY }, sealed)).rejects.toThrow();
  });

  it('refuses what neither key opens', () => {
    expect(open(new MessageCrypto({ ...V3, encodingAesKeys: [OTHER_KEY, V1.encodingAesKey] }), V3)).toMatchObject({
      ok: false,
    });
  });

  describe('refuses a ciphertext that is signed rightly', () => {
    const refusal = async (encrypted: string) => {
      const { timestamp, nonce } = V3;
      return cryptoOf(V3).open(encrypted, await sign([V3.token, timestamp, nonce, encrypted]), V3);
    };
    const message = Buffer.from('hello');
    const whole = (length: number, receiver: string): Buffer => {
      const count = Buffer.alloc(4);
      count.writeUInt32BE(length);
      return Buffer.concat([Buffer.alloc(16, 7), count, message, Buffer.from(receiver)]);
    };
    const sound = whole(message.length, V3.appId);
    const padded = (padding: readonly number[]): Buffer => Buffer.concat([sound, Buffer.from(padding)]);

    it.each([
      ['is empty', ''],
      ['is no base64', '我'.repeat(32)],
      ['is half a block', ciphertextOf(V3, pad(sound)).slice(0, 40)],
      ['is padded with nothing', ciphertextOf(V3, padded(Array<number>(64 - sound.length).fill(0)))],
      [
        'is padded with more than a block',
        ciphertextOf(V3, padded(Array<number>(96 - sound.length).fill(96 - sound.length))),
      ],
      [
        'is padded with bytes that differ',
        ciphertextOf(V3, padded([1, ...Array<number>(63 - sound.length).fill(64 - sound.length)])),
      ],
      ['says that it is longer than it is', ciphertextOf(V3, pad(whole(1_000, V3.appId)))],
      ['says that it is very long', ciphertextOf(V3, pad(whole(0xffff_ffff, V3.appId)))],
      ['is shorter than its head', ciphertextOf(V3, pad(Buffer.alloc(8)))],
    ])('that %s', async (_, encrypted) => {
      expect(await refusal(encrypted)).toEqual({ ok: false, problem: 'CIPHERTEXT' });
    });

    it.each(['', 'wx5823bf96d3bd56c', 'wx5823bf96d3bd56c77', 'wxffffffffffffffff'])(
      'that is for "%s"',
      async (receiver) => {
        expect(await refusal(ciphertextOf(V3, pad(whole(message.length, receiver))))).toEqual({
          ok: false,
          problem: 'APP_ID',
        });
      },
    );

    it('that is damaged anywhere', async () => {
      const bytes = Buffer.from(V3.encrypted, 'base64');
      for (let at = 0; at < bytes.length; at += 7) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ 0xff;
        const opened = await refusal(damaged.toString('base64'));
        // A damage may lie in the text, which only the signature protects.
        expect(opened).not.toMatchObject({ ok: true, text: V3.message });
      }
    });
  });

  it('pads to 32 bytes and takes back what it padded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const padded = pad(Buffer.from(bytes));
        expect(padded.length % 32).toBe(0);
        expect(unpad(padded)).toEqual(Buffer.from(bytes));
      }),
    );
    expect(unpad(Buffer.alloc(0))).toBeNull();
    expect(unpad(Buffer.from([5, 5]))).toBeNull();
  });

  it('reads what another implementation of the algorithm wrote, and is read by it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), async (message, nonce) => {
        const timestamp = '1700000000';
        const { encrypted, signature } = await encrypt(V3, message, timestamp, nonce);
        const opened = cryptoOf(V3, V1.encodingAesKey).open(encrypted, signature, { timestamp, nonce });
        expect(opened).toMatchObject({ ok: true, text: message });
        expect(opened.ok && (await openReply(V3, opened.seal(message, 1_700_000_000)))).toBe(message);
      }),
      { numRuns: 60 },
    );
  });

  it('whatever is encrypted is read again, under the present and the previous key', async () => {
    const stamp = { timestamp: V3.timestamp, nonce: V3.nonce };
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.boolean(), async (text, previous) => {
        const key = previous ? OTHER_KEY : V3.encodingAesKey;
        const encrypted = new MessageCipher(key, V3.appId).encrypt(text);
        const { token, appId, encodingAesKey } = V3;
        const crypto = new MessageCrypto({ token, appId, encodingAesKeys: [encodingAesKey, OTHER_KEY] });
        const opened = crypto.open(encrypted, await sign([token, stamp.timestamp, stamp.nonce, encrypted]), stamp);
        expect(opened).toMatchObject({ ok: true, text });
      }),
      { numRuns: 60 },
    );
  });

  it('signatures sort their texts', async () => {
    expect(isSignature(await sign(['b', 'a', 'c']), 'c', 'b', 'a')).toBe(true);
  });
});
