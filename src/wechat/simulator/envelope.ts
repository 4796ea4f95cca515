import type { Letter } from './delivery.js';
import type { DeliveryFault } from './faults.js';
import { encrypt, signatureOf } from './message-crypto.js';
import type { World } from './world.js';
import { writeXml } from './xml.js';

export interface Sealed {
  readonly url: string;
  readonly body: string;
  /** The EncodingAESKey that it is encrypted with. */
  readonly key: string;
}

/** One attempt at a letter: encrypted and signed, with a time stamp and a nonce of its own (wechat protocol §1.1). */
export function seal<T>(world: World, letter: Letter<T>, faults: ReadonlySet<DeliveryFault>): Sealed {
  const { appId, token, encodingAesKeys } = world.component;
  const [present, previous] = encodingAesKeys;
  const key = faults.has('oldKey') ? (previous ?? present) : present;
  const encrypted = encrypt(key, appId, world.mint.bytes(16), letter.xml);
  const timestamp = String(world.seconds());
  const nonce = String(world.mint.bytes(4).readUInt32BE());
  const url = new URL(letter.url);
  const parameters = {
    signature: signatureOf(token, timestamp, nonce),
    timestamp,
    nonce,
    ...letter.parameters,
    encrypt_type: 'aes',
    msg_signature: signatureOf(faults.has('wrongSignature') ? `${token}x` : token, timestamp, nonce, encrypted),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return { url: url.href, body: writeXml([letter.envelope, ['Encrypt', encrypted]]), key };
}
