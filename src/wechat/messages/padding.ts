/** WeChat pads as PKCS#7 does, but to 32 bytes instead of the cipher's 16 (wechat protocol §1.2). */
const BLOCK = 32;

/** With 1 to 32 bytes behind it that tell their own number. */
export function pad(bytes: Buffer): Buffer {
  const count = BLOCK - (bytes.length % BLOCK);
  return Buffer.concat([bytes, Buffer.alloc(count, count)]);
}

/** Null where the padding is not what a sender makes. */
export function unpad(bytes: Buffer): Buffer | null {
  const count = bytes.at(-1) ?? 0;
  if (count < 1 || count > BLOCK || count > bytes.length) return null;
  const end = bytes.length - count;
  return bytes.subarray(end).every((byte) => byte === count) ? bytes.subarray(0, end) : null;
}
