import { canonicalJson } from '../../audit/canonical-json.js';
import { leafOf, type AuditedEvent } from '../../audit/leaf.js';
import { leafHash } from '../../audit/merkle/hashes.js';
import { rootFromPath } from '../../audit/merkle/proofs.js';
import type { Seal } from '../../audit/seal.js';
import { proofShape, type Proof } from '../format/contents.js';
import type { ReadLine } from './damaged-lines.js';

/** An event of a part, told whole or by its leaf. */
export interface PartItem {
  /** Among those of the part, from 1; 0 where it is not told. */
  readonly number: number;
  readonly line: number;
  readonly eventId: string;
  /** Null where no seal covered it yet. */
  readonly proof: Proof | 'UNREADABLE' | null;
  /** What was hashed; null where what is told has no leaf. */
  readonly leaf: string | null;
}

/** Null where the line tells of no event. */
export function itemOn(line: number, { kind, content }: ReadLine): PartItem | null {
  if (kind !== 'event' && kind !== 'leaf') return null;
  const member = content[kind];
  const id = typeof member === 'object' && member !== null && 'id' in member ? member.id : null;
  const { number } = content;
  return {
    number: typeof number === 'number' ? number : 0,
    line,
    eventId: typeof id === 'string' ? id : '?',
    proof: content['proof'] === null ? null : (proofShape.safeParse(content['proof']).data ?? 'UNREADABLE'),
    leaf: leafTold(kind, member),
  };
}

function leafTold(kind: 'event' | 'leaf', member: unknown): string | null {
  try {
    return kind === 'leaf' ? canonicalJson(member) : leafOf(member as AuditedEvent);
  } catch {
    // It lacks what every event has.
    return null;
  }
}

/** Whether the proof leads from the leaf to the root that was sealed. */
export function isProved({ leaf }: PartItem, { index, treeSize, path }: Proof, seal: Seal): boolean {
  if (leaf === null) return false;
  const hashes = path.map((hash) => Buffer.from(hash, 'hex'));
  return rootFromPath(leafHash(leaf), index, treeSize, hashes)?.toString('hex') === seal.rootHash;
}
