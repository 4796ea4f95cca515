import { randomBytes } from 'node:crypto';
import type { WeChatComponent } from '../component.js';
import { MessageCipher } from './message-cipher.js';
import { isSignature, signatureOf } from './signature.js';
import { cdata, element } from './xml-writing.js';

/** What stands in the address of a request of WeChat's, as it came. */
export interface Stamp {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly nonce: string;
}

export type Opened =
  | {
      readonly ok: true;
      readonly text: string;
      /** Encrypts an answer with the key that opened this, as the body of our answer (wechat protocol §1.4). */
      readonly seal: (text: string, timestamp: number) => string;
    }
  | { readonly ok: false; readonly problem: 'SIGNATURE' | 'CIPHERTEXT' | 'APP_ID' };

const NONCE_BYTES = 8;

/** What WeChat sends to a platform is signed with its token and encrypted with its present or previous key (§1). */
export class MessageCrypto {
  private readonly token: string;
  private readonly ciphers: readonly MessageCipher[];

  constructor({ appId, token, encodingAesKeys }: Pick<WeChatComponent, 'appId' | 'token' | 'encodingAesKeys'>) {
    this.token = token;
    this.ciphers = encodingAesKeys.map((key) => new MessageCipher(key, appId));
  }

  /** Whether who sends this knows the token, which says nothing of the body: `signature`. */
  isFromWeChat(signature: string, { timestamp, nonce }: Stamp): boolean {
    return isSignature(signature, this.token, timestamp, nonce);
  }

  /** @param signature `msg_signature`, which covers the ciphertext; nothing is decrypted unless it is right */
  open(encrypted: string, signature: string, { timestamp, nonce }: Stamp): Opened {
    if (!isSignature(signature, this.token, timestamp, nonce, encrypted)) return { ok: false, problem: 'SIGNATURE' };
    let problem: 'CIPHERTEXT' | 'APP_ID' = 'CIPHERTEXT';
    for (const cipher of this.ciphers) {
      const decrypted = cipher.decrypt(encrypted);
      if (decrypted.ok) {
        return { ok: true, text: decrypted.text, seal: (text, seconds) => this.#seal(cipher, text, seconds) };
      }
      // Whichever key came further says what is wrong.
      if (decrypted.problem === 'APP_ID') problem = 'APP_ID';
    }
    return { ok: false, problem };
  }

  #seal(cipher: MessageCipher, text: string, seconds: number): string {
    const encrypted = cipher.encrypt(text);
    const timestamp = String(seconds);
    const nonce = randomBytes(NONCE_BYTES).toString('hex');
    return element(
      'xml',
      element('Encrypt', cdata(encrypted)),
      element('MsgSignature', cdata(signatureOf(this.token, timestamp, nonce, encrypted))),
      element('TimeStamp', timestamp),
      element('Nonce', cdata(nonce)),
    );
  }
}
