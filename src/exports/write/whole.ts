import type { SealReader } from '../../audit/seal-store.js';
import type { NumberedSeal } from '../../audit/seal.js';
import { LEAVES_A_LINE, toldEvent, toldSeal } from '../format/contents.js';
import { formatLine } from '../format/line.js';
import { boundsOf, eventsUpTo, headerOf, type ExportSource } from './source.js';

/**
 * Everything: keys, seals, the sealed leaves' hashes and the events, in the order of the log. Each line of leaf hashes
 * stands in front of the events that it is about. The same log and seals give the same bytes, on every engine.
 */
export async function* wholeExport(source: ExportSource): AsyncGenerator<string, void> {
  const { seals } = source;
  const bounds = await boundsOf(source);
  const leaves = bounds.newest?.treeSize ?? 0;
  const header = { ...headerOf(source, bounds), extent: 'whole', seals: bounds.seals, leaves: String(leaves) };
  yield formatLine({ header });
  for (const key of bounds.keys) yield formatLine({ key });
  if (seals !== null && bounds.newest !== null) {
    for await (const seal of sealsUpTo(seals, bounds.newest)) yield formatLine({ seal: toldSeal(seal) });
  }
  let events = 0;
  for await (const event of eventsUpTo(source, bounds)) {
    if (seals !== null && events % LEAVES_A_LINE === 0 && events < leaves) yield leavesLine(seals, events, leaves);
    yield formatLine({ event: toldEvent(event) });
    events += 1;
  }
  // The log is shorter than what was sealed: the export shows that as it is.
  for (let at = Math.ceil(events / LEAVES_A_LINE) * LEAVES_A_LINE; seals !== null && at < leaves; at += LEAVES_A_LINE) {
    yield leavesLine(seals, at, leaves);
  }
  yield formatLine({ end: { events, seals: bounds.seals } });
}

/** Seals read at a time. */
const PAGE = 1_000;

async function* sealsUpTo(seals: SealReader, newest: NumberedSeal): AsyncGenerator<NumberedSeal, void> {
  for (let after = 0; after < newest.treeSize;) {
    const page = await seals.seals(after, PAGE);
    if (page.length === 0) return;
    for (const seal of page) {
      if (seal.treeSize > newest.treeSize) return;
      yield seal;
      after = seal.treeSize;
    }
  }
}

async function leavesLine(seals: SealReader, from: number, leaves: number): Promise<string> {
  const hashes = await seals.leafHashes(from, Math.min(LEAVES_A_LINE, leaves - from));
  return formatLine({
    leaves: { number: from / LEAVES_A_LINE, hashes: hashes.map((hash) => hash.toString('hex')) },
  });
}
