import { hash } from 'node:crypto';

/** SHA-256: 32 bytes. */
export type Hash = Buffer;
export const HASH_BYTES = 32;

const LEAF = Buffer.from([0x00]);
const NODE = Buffer.from([0x01]);

/** RFC 6962 §2.1: SHA-256(0x00 ‖ leaf), of the leaf's UTF-8. */
export const leafHash = (leaf: string): Hash => sha256(Buffer.concat([LEAF, Buffer.from(leaf, 'utf8')]));

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(Buffer.concat([NODE, left, right]));

/** RFC 6962 §2.1: what a tree without leaves has for a root. */
export const emptyRoot = (): Hash => sha256(Buffer.alloc(0));

const sha256 = (bytes: Buffer): Hash => hash('sha256', bytes, 'buffer');
