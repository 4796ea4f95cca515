import type { AuditKey, Seal } from '../seal.js';
import { isSigned } from '../signing.js';
import { Neighbours, sizesOf, tellBetween, type Finding } from './finding.js';

/** What the store says, to be held against seals that somebody kept. */
export interface Told {
  readonly seals: readonly Seal[];
  readonly keys: readonly AuditKey[];
  /** Roots over the events as they are, by size. */
  readonly logRoots: ReadonlyMap<number, string>;
  readonly events: number;
}

/** Holds the store against seals kept elsewhere, smallest tree first: this is what shows a history sealed anew. */
export function checkKept(kept: readonly Seal[], { seals, keys, logRoots, events }: Told): Finding[] {
  const known = new Set(seals.map(identityOf));
  const neighbours = new Neighbours(kept);
  const findings = kept.flatMap((seal): Finding[] => {
    const around = neighbours.of(seal.treeSize - 1);
    const about = { index: null, eventId: null, between: sizesOf(around) };
    const which = `The kept seal of ${seal.treeSize} events (${seal.sealedAt})`;
    if (!isSigned(seal, keys)) {
      return [{ damage: 'SEAL_FORGED', message: `${which} is not signed by a key that the store knows.`, ...about }];
    }
    if (known.has(identityOf(seal))) return [];
    return [{ damage: 'SEAL_MISSING', message: `${which} is not among the seals of the store.`, ...about }];
  });
  const wrong = kept.find(({ treeSize, rootHash }) => logRoots.get(treeSize) !== rootHash);
  if (wrong === undefined) return findings;
  const around = neighbours.of(wrong.treeSize - 1);
  const about = { index: null, eventId: null, between: sizesOf(around) };
  return wrong.treeSize > events
    ? [
        ...findings,
        {
          damage: 'EVENT_REMOVED',
          message: `The log has ${events} events, fewer than a kept seal covers: ${tellBetween(around)}, as kept.`,
          ...about,
        },
      ]
    : [
        ...findings,
        {
          damage: 'HISTORY_REWRITTEN',
          message: `The log is not what was sealed as it was kept elsewhere: first ${tellBetween(around)}, as kept.`,
          ...about,
        },
      ];
}

const identityOf = ({ treeSize, rootHash, sealedAt, keyId, signature }: Seal): string =>
  JSON.stringify([treeSize, rootHash, sealedAt, keyId, signature]);
