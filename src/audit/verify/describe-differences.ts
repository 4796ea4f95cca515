import type { Difference } from './differences.js';
import { sizesOf, tellBetween, type Finding, type Neighbours } from './finding.js';

/**
 * What the differences between log and tree mean. An event found in one place and sealed in another was moved; what else
 * is found is changed or inserted, and what is not found was removed.
 */
export function describeDifferences(differences: readonly Difference[], neighbours: Neighbours): Finding[] {
  const hex = (hash: Buffer): string => hash.toString('hex');
  const sealedAt = new Map(differences.flatMap(({ sealed, sealedAt: at }) => (sealed ? [[hex(sealed), at]] : [])));
  const found = new Set(differences.flatMap((one) => (one.found ? [hex(one.found.hash)] : [])));
  return differences.flatMap((difference): Finding[] => {
    const cameFrom = difference.found ? sealedAt.get(hex(difference.found.hash)) : undefined;
    // Between two that changed places, and where it was.
    if (difference.sealed !== null && cameFrom === difference.sealedAt) return [];
    // The moved event is told of where it is found.
    if (difference.found === null && difference.sealed && found.has(hex(difference.sealed))) return [];
    const index = cameFrom ?? (difference.sealed === null ? difference.foundAt : difference.sealedAt);
    const around = neighbours.of(index);
    const { eventId = null, line } = difference.found ?? {};
    const event = `Event ${eventId ?? ''}${line === undefined ? '' : ` (line ${line})`}`;
    const about = { index, eventId, between: sizesOf(around), ...(line !== undefined && { line }) };
    const where = tellBetween(around);
    if (cameFrom !== undefined) {
      return [
        {
          damage: 'EVENT_MOVED',
          message: `${event} stands at ${difference.foundAt}, but was sealed at ${cameFrom}: ${where}.`,
          ...about,
        },
      ];
    }
    if (difference.found === null) {
      return [{ damage: 'EVENT_REMOVED', message: `The event sealed at ${index} was removed: ${where}.`, ...about }];
    }
    if (difference.sealed === null) {
      const message = `${event} at ${index} was inserted: ${where}.`;
      return [{ damage: 'EVENT_INSERTED', message, ...about }];
    }
    const message = `${event} at ${index} is not what was sealed there: ${where}.`;
    return [{ damage: 'EVENT_CHANGED', message, ...about }];
  });
}
