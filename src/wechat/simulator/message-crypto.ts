import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** WeChat pads to this many bytes, twice AES's own block (wechat protocol §1.2). */
const BLOCK = 32;

/** Signature A over token, time stamp and nonce; with the ciphertext as a further part it is signature B (§1.1). */
export function signatureOf(token: string, ...parts: readonly string[]): string {
  const sorted = [token, ...parts].map((part) => Buffer.from(part)).sort((a, b) => Buffer.compare(a, b));
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex');
}

function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('An EncodingAESKey has 43 characters.');
  return key;
}

/** `random`: sixteen bytes. Base64. */
export function encrypt(encodingAesKey: string, appId: string, random: Buffer, message: string): string {
  const key = keyOf(encodingAesKey);
  const content = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([random, length, content, Buffer.from(appId)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** What does not follow §1.2 to the letter; its message says in what. */
export class UnreadableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** @throws UnreadableError */
export function decrypt(encodingAesKey: string, appId: string, encrypted: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted)) throw new UnreadableError('The ciphertext is not base64.');
  const key = keyOf(encodingAesKey);
  const sealed = Buffer.from(encrypted, 'base64');
  if (sealed.length === 0 || sealed.length % BLOCK !== 0)
    throw new UnreadableError('The ciphertext is no multiple of 32 bytes long.');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || !padded.subarray(-pad).every((byte) => byte === pad))
    throw new UnreadableError('The padding is wrong.');
  const plain = padded.subarray(0, -pad);
  if (plain.length < 20) throw new UnreadableError('The plaintext is too short.');
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) throw new UnreadableError('The length is wrong.');
  if (plain.subarray(end).toString() !== appId) throw new UnreadableError('The app id at the end is another.');
  return plain.subarray(20, end).toString();
}
