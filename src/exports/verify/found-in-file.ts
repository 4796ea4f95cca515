import type { AuditedEvent } from '../../audit/leaf.js';
import { foundIn, NO_LEAF, type Found } from '../../audit/verify/found.js';
import type { NumberedLine } from '../format/lines.js';
import type { LineChecks } from './damaged-lines.js';
import { linesIn } from './open.js';

const EVENT = Buffer.from('{"event":');

/** The events of a whole export, as they are found; every line is checked on the way. */
export async function* foundInFile(
  path: string,
  checks: LineChecks,
  onProgress: (bytes: number) => void,
): AsyncGenerator<readonly Found[], void> {
  let read = 0;
  for await (const lines of linesIn(path)) {
    const found = lines.map((line) => foundOn(line, checks)).filter((one) => one !== null);
    if (found.length > 0) yield found;
    for (const { bytes } of lines) read += bytes.length + 1;
    onProgress(read);
  }
  checks.finish();
}

function foundOn(line: NumberedLine, checks: LineChecks): Found | null {
  const read = checks.check(line);
  if (read === null) {
    // What begins like an event is taken for one that nobody sealed, so that what stands behind it is looked at.
    const isEvent = line.bytes.subarray(0, EVENT.length).equals(EVENT);
    return isEvent ? { eventId: '?', hash: NO_LEAF, line: line.number } : null;
  }
  if (read.kind !== 'event') return null;
  const event = read.content['event'];
  const isNamed = typeof event === 'object' && event !== null && 'id' in event && typeof event.id === 'string';
  // What else it lacks shows when its leaf is made.
  return isNamed
    ? { ...foundIn(event as AuditedEvent), line: line.number }
    : { eventId: '?', hash: NO_LEAF, line: line.number };
}
