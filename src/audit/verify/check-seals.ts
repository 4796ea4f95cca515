import type { AuditKey, NumberedSeal } from '../seal.js';
import { isSigned } from '../signing.js';
import { Neighbours, sizesOf, tellBetween, type Finding } from './finding.js';

export interface CheckedSeals {
  /** Signed, and in order. */
  readonly good: readonly NumberedSeal[];
  readonly findings: readonly Finding[];
}

/**
 * Looks at the seals by themselves: forged ones, and ones that were taken out.
 *
 * @param counts how many there are at least, and at most
 */
export function checkSeals(
  seals: readonly NumberedSeal[],
  keys: readonly AuditKey[],
  { counted, most }: { readonly counted: number; readonly most: number },
): CheckedSeals {
  const good: NumberedSeal[] = [];
  const forged: NumberedSeal[] = [];
  for (const seal of seals) {
    const last = good.at(-1);
    const inOrder = last === undefined || (seal.sealedAt >= last.sealedAt && seal.number > last.number);
    (inOrder && seal.number <= most && isSigned(seal, keys) ? good : forged).push(seal);
  }
  const neighbours = new Neighbours(good);
  const numbers = new Set(seals.map(({ number }) => number));
  const findings: Finding[] = forged.map((seal) => {
    const around = neighbours.of(seal.treeSize - 1);
    return {
      damage: 'SEAL_FORGED',
      message: `Seal ${seal.number}, of ${seal.treeSize} events (${seal.sealedAt}), is not signed by a known key, or is out of order: ${tellBetween(around)}.`,
      index: null,
      eventId: null,
      between: sizesOf(around),
    };
  });
  for (let number = 1; number <= counted; number += 1) {
    if (numbers.has(number)) continue;
    const before = good.findLast((seal) => seal.number < number) ?? null;
    const after = good.find((seal) => seal.number > number) ?? null;
    findings.push({
      damage: 'SEAL_MISSING',
      message: `Seal ${number} is missing: ${tellBetween([before, after])}.`,
      index: null,
      eventId: null,
      between: sizesOf([before, after]),
    });
  }
  return { good, findings };
}
