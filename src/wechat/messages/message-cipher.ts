import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { pad, unpad } from './padding.js';

/** Standard base64; WeChat's has no line breaks. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const BLOCK_BYTES = 16;

export type Decrypted =
  | { readonly ok: true; readonly text: string }
  /** `CIPHERTEXT`: not made with this key, or damaged; `APP_ID`: made for another platform. */
  | { readonly ok: false; readonly problem: 'CIPHERTEXT' | 'APP_ID' };

/** WeChat's cipher with one of a platform's keys (wechat protocol §1.2). */
export class MessageCipher {
  private readonly key: Buffer;

  /**
   * @param encodingAesKey 43 characters, of which the last may have bits beyond the 32 bytes: they do not count
   * @param receiver the platform's app id, which every plaintext ends with, in both directions
   */
  constructor(
    encodingAesKey: string,
    private readonly receiver: string,
  ) {
    // Node's decoder is lenient; a strict one refuses such a last character.
    this.key = Buffer.from(`${encodingAesKey}=`, 'base64');
  }

  /** In base64. `random` is 16 bytes, new for each text; tests give their own. */
  encrypt(text: string, random: Buffer = randomBytes(RANDOM_BYTES)): string {
    const message = Buffer.from(text);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(message.length);
    const plain = pad(Buffer.concat([random, length, message, Buffer.from(this.receiver)]));
    const cipher = createCipheriv('aes-256-cbc', this.key, this.iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  }

  /** Every check of §1.3 from the third to the seventh. Whether it is WeChat's is for the signature to tell, before. */
  decrypt(encrypted: string): Decrypted {
    const bytes = BASE64.test(encrypted) ? Buffer.from(encrypted, 'base64') : Buffer.alloc(0);
    if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) return { ok: false, problem: 'CIPHERTEXT' };
    const decipher = createDecipheriv('aes-256-cbc', this.key, this.iv).setAutoPadding(false);
    const plain = unpad(Buffer.concat([decipher.update(bytes), decipher.final()]));
    const start = RANDOM_BYTES + LENGTH_BYTES;
    if (plain === null || plain.length < start) return { ok: false, problem: 'CIPHERTEXT' };
    const end = start + plain.readUInt32BE(RANDOM_BYTES);
    if (end > plain.length) return { ok: false, problem: 'CIPHERTEXT' };
    if (plain.toString('utf8', end) !== this.receiver) return { ok: false, problem: 'APP_ID' };
    return { ok: true, text: plain.toString('utf8', start, end) };
  }

  private get iv(): Buffer {
    return this.key.subarray(0, BLOCK_BYTES);
  }
}
