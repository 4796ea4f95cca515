import type { Seal } from '../../audit/seal.js';
import { Neighbours, sizesOf, tellBetween, type Finding } from '../../audit/verify/finding.js';
import type { CheckedPartSeals } from './part-seals.js';

/** What kept seals say of a part. */
export interface Held {
  /** Size of the largest tree that a kept seal holds fast; 0 where none does. */
  readonly heldUpTo: number;
  readonly findings: readonly Finding[];
}

/**
 * Looks for the kept seals among those of a part. Since each of these is linked to the one in front of it, the newest
 * that was kept holds all in front of it. That others are not among them says nothing: a part has only some seals.
 */
export function heldByKept(kept: readonly Seal[], { seals, good }: CheckedPartSeals): Held {
  if (kept.length === 0) return { heldUpTo: 0, findings: [] };
  const neighbours = new Neighbours(kept.toSorted((a, b) => a.treeSize - b.treeSize));
  const finding = (damage: Finding['damage'], message: string, size: number): Finding => {
    const around = neighbours.of(size - 1);
    const place = `${message}: ${tellBetween(around)}, as kept.`;
    return { damage, message: place, index: null, eventId: null, between: sizesOf(around) };
  };
  const told = new Map(seals.map((seal) => [seal.treeSize, seal]));
  const findings = kept.flatMap((seal): Finding[] => {
    const other = told.get(seal.treeSize);
    if (other === undefined || isSame(other, seal)) return [];
    const which = `The kept seal of ${seal.treeSize} events (${seal.sealedAt})`;
    return other.rootHash === seal.rootHash
      ? [finding('SEAL_MISSING', `${which} is not the one that the part has`, seal.treeSize)]
      : [finding('HISTORY_REWRITTEN', `${which} is over other events than the part's`, seal.treeSize)];
  });
  const holding = kept.filter((seal) => {
    const other = good.get(seal.treeSize);
    return other !== undefined && isSame(other, seal);
  });
  const heldUpTo = Math.max(0, ...holding.map(({ treeSize }) => treeSize));
  if (heldUpTo > 0) return { heldUpTo, findings };
  const newest = seals.at(-1)?.treeSize ?? 0;
  const nothing = 'No kept seal is among those of the part, so none holds it: have it exported with --against';
  return { heldUpTo, findings: [...findings, finding('SEAL_MISSING', nothing, newest)] };
}

const isSame = (a: Seal, b: Seal): boolean =>
  a.treeSize === b.treeSize &&
  a.rootHash === b.rootHash &&
  a.sealedAt === b.sealedAt &&
  a.keyId === b.keyId &&
  a.signature === b.signature;
