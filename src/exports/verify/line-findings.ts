import { sizesOf, tellBetween, type Finding, type Neighbours } from '../../audit/verify/finding.js';
import type { DamagedLine, LineChecks } from './damaged-lines.js';

const LEAD_TO_OTHER_COUNTS: readonly Finding['damage'][] = ['EVENT_REMOVED', 'EVENT_INSERTED', 'HISTORY_REWRITTEN'];

/** What is wrong with lines, but for what was found out already. */
export function lineFindings(
  found: readonly Finding[],
  { damaged, countedWrong }: LineChecks,
  neighbours: Neighbours,
): Finding[] {
  const told = new Set(found.flatMap(({ line }) => line ?? []));
  const isCountTold = found.some(({ damage }) => LEAD_TO_OTHER_COUNTS.includes(damage));
  const untold = [
    ...damaged.filter(({ line }) => !told.has(line)),
    ...(countedWrong === null || isCountTold ? [] : [countedWrong]),
  ];
  return untold.map((one) => lineFinding(one, neighbours));
}

function lineFinding({ line, reason, eventId, index }: DamagedLine, neighbours: Neighbours): Finding {
  const around = index === null ? ([null, null] as const) : neighbours.of(index);
  const which = eventId === null ? '' : `, event ${eventId}`;
  const where = index === null ? '' : ` It stands ${tellBetween(around)}.`;
  return {
    damage: 'LINE_DAMAGED',
    message: `Line ${line}${which}: ${reason}${where}`,
    index: eventId === null ? null : index,
    eventId,
    line,
    between: sizesOf(around),
  };
}
