import { TrailOfLog } from '../../../projections/trail/of-log.js';
import { TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import { leafOf } from '../../audit/leaf.js';
import type { Seal } from '../../audit/seal.js';
import type { StoredEvent } from '../../event-store/port.js';
import { toldEvent, toldProof } from '../format/contents.js';
import { formatLine } from '../format/line.js';
import { PartSeals } from './sealing.js';
import { boundsOf, eventsUpTo, headerOf, type ExportSource } from './source.js';

/** Which events a part holds. Times as the log writes them; null is open. */
export interface Selection {
  /** What this tenant may see, and of it only what may be told: leaves, in which the rest stands as commitments. */
  readonly tenant: string | null;
  /** Inclusive. */
  readonly since: string | null;
  /** Exclusive. */
  readonly until: string | null;
  /** Seals that the reader keeps: the part holds them too, as far as they are ours. */
  readonly kept: readonly Seal[];
}

/**
 * A part of the log that proves itself: each event with its inclusion proof under a seal that stands in front of it. For
 * a tenant nothing is in it that the tenant may not see (R27); otherwise events are told whole, for auditors.
 */
export async function* partExport(source: ExportSource, selection: Selection): AsyncGenerator<string, void> {
  const { tenant, since, until, kept } = selection;
  const bounds = await boundsOf(source);
  yield formatLine({ header: { ...headerOf(source, bounds), extent: 'part', tenant, since, until } });
  for (const key of bounds.keys) yield formatLine({ key });
  const seals = source.seals && bounds.newest && new PartSeals(source.seals, bounds.newest, kept);
  const selects = selector(selection);
  let number = 0;
  for await (const event of eventsUpTo(source, bounds)) {
    if (!selects(event)) continue;
    const proof = seals && (await seals.proofOf(event));
    if (seals && proof) yield* seals.linesUpTo(proof.treeSize);
    number += 1;
    yield formatLine({ ...told(event, tenant), number, proof: proof && toldProof(proof) });
  }
  if (seals) yield* seals.rest();
  yield formatLine({ end: { events: number, seals: seals?.told ?? 0 } });
}

const inTrail: ReadonlySet<string> = new Set(TRAIL_EVENTS);

function selector({ tenant, since, until }: Selection): (event: StoredEvent) => boolean {
  // By the trail's own rules, from the log: so that an export needs no read models.
  const trail = new TrailOfLog();
  return (event) => {
    // Asked about every event, whenever it was: it must know who shares what.
    const seen = tenant === null || (inTrail.has(event.type) && trail.entry(event).seenBy.includes(tenant));
    const { occurredAt } = event.metadata;
    return seen && (since === null || occurredAt >= since) && (until === null || occurredAt < until);
  };
}

/** What a proof tells whoever may see the event: exactly what was hashed, and no more. */
const told = (event: StoredEvent, tenant: string | null) =>
  tenant === null ? { event: toldEvent(event) } : { leaf: JSON.parse(leafOf(event)) as object };
