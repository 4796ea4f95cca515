import { isConsistent } from '../../audit/merkle/proofs.js';
import type { AuditKey, Seal } from '../../audit/seal.js';
import { isSigned } from '../../audit/signing.js';
import { sizesOf, tellBetween, type Finding } from '../../audit/verify/finding.js';
import { endShape, keyShape, linkedSealShape, type LinkedSeal } from '../format/contents.js';
import { parseLine } from '../format/line.js';
import { linesIn } from './open.js';

interface SealOnLine extends LinkedSeal {
  readonly line: number;
}

/** Seals of a part, each checked by itself and against the one in front of it. */
export interface CheckedPartSeals {
  readonly keys: readonly AuditKey[];
  /** All that are told, smallest tree first. */
  readonly seals: readonly Seal[];
  /** Signed ones, by size. */
  readonly good: ReadonlyMap<number, Seal>;
  readonly findings: readonly Finding[];
}

export async function checkPartSeals(path: string): Promise<CheckedPartSeals> {
  const keys: AuditKey[] = [];
  const seals: SealOnLine[] = [];
  let counted: number | null = null;
  for await (const lines of linesIn(path)) {
    for (const { bytes, number: line } of lines) {
      if (!LOOKED_AT.some((prefix) => bytes.subarray(0, prefix.length).equals(prefix))) continue;
      const content = parseLine(bytes)?.content;
      const key = keyShape.safeParse(content?.['key']);
      const seal = linkedSealShape.safeParse(content?.['seal']);
      if (key.success) keys.push(key.data);
      if (seal.success) seals.push({ ...seal.data, line });
      counted ??= endShape.safeParse(content?.['end']).data?.seals ?? null;
    }
  }
  seals.sort((a, b) => a.treeSize - b.treeSize);
  const good = new Map(seals.filter((seal) => isSigned(seal, keys)).map((seal) => [seal.treeSize, seal]));
  return { keys, seals, good, findings: findingsOf(seals, good, counted) };
}

const LOOKED_AT = ['{"key":', '{"seal":', '{"end":'].map((prefix) => Buffer.from(prefix));

function findingsOf(
  seals: readonly SealOnLine[],
  good: ReadonlyMap<number, Seal>,
  counted: number | null,
): readonly Finding[] {
  const findings: Finding[] = [];
  const tell = (
    damage: Finding['damage'],
    message: string,
    before: SealOnLine | null,
    after: SealOnLine | null,
  ): void => {
    const around = [before, after] as const;
    const between = sizesOf(around);
    const line = after?.line;
    findings.push({
      damage,
      message: `${message}: ${tellBetween(around)}.`,
      index: null,
      eventId: null,
      between,
      ...(line !== undefined && { line }),
    });
  };
  seals.forEach((seal, at) => {
    const before = seals[at - 1] ?? null;
    const { number, treeSize, sealedAt, line } = seal;
    const which = `Seal ${number} (line ${line}), of ${treeSize} events (${sealedAt}),`;
    if (!good.has(treeSize) || (before !== null && before.sealedAt > sealedAt)) {
      tell('SEAL_FORGED', `${which} is not signed by a known key, or is out of order`, before, seals[at + 1] ?? null);
    } else if ((seal.consistency?.from ?? null) !== (before?.treeSize ?? null)) {
      tell('SEAL_MISSING', `The seal that ${which} is linked to is missing`, before, seal);
    } else if (before !== null && good.has(before.treeSize) && !isLinked(before, seal)) {
      tell('HISTORY_REWRITTEN', `The tree of ${which} does not contain that of the seal in front of it`, before, seal);
    }
  });
  if (counted !== null && counted !== seals.length) {
    tell('SEAL_MISSING', `There should be ${counted} seals; there are ${seals.length}`, seals.at(-1) ?? null, null);
  }
  return findings;
}

function isLinked(before: Seal, { treeSize, rootHash, consistency }: LinkedSeal): boolean {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  const earlier = { size: before.treeSize, root: bytes(before.rootHash) };
  return isConsistent(earlier, { size: treeSize, root: bytes(rootHash) }, (consistency?.path ?? []).map(bytes));
}
