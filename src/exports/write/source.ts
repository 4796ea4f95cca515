import type { SealReader } from '../../audit/seal-store.js';
import type { AuditKey, NumberedSeal } from '../../audit/seal.js';
import { parseCursor, slotOf, type Cursor } from '../../event-store/cursor.js';
import type { EventReader, StoredEvent } from '../../event-store/port.js';
import { EXPORT_FORMAT, EXPORT_VERSION } from '../format/contents.js';

/** What an export is made of. A server may go on writing it: what comes later is not in the export. */
export interface ExportSource {
  readonly log: Pick<EventReader, 'installation' | 'head' | 'readAll'>;
  /** Null where nothing was ever sealed. */
  readonly seals: SealReader | null;
  /** Events that were looked at, of so many. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Where an export ends. */
export interface Bounds {
  readonly head: Cursor;
  /** Number of events, about; see slotOf. */
  readonly total: number;
  readonly keys: readonly AuditKey[];
  /** Number of seals; one that was taken out counts. */
  readonly seals: number;
  readonly newest: NumberedSeal | null;
}

/** What is there now. Seals are looked at first, so that the log holds all that they cover. */
export async function boundsOf({ log, seals }: Pick<ExportSource, 'log' | 'seals'>): Promise<Bounds> {
  const counted = seals === null ? 0 : (await seals.extent()).seals;
  const newest = seals === null ? null : await seals.newestSeal();
  const keys = seals === null ? [] : await seals.keys();
  const head = await log.head();
  return {
    head,
    total: slotOf(parseCursor(head)),
    keys,
    seals: Math.max(counted, newest?.number ?? 0),
    newest,
  };
}

/** What headers of all exports say. */
export const headerOf = ({ log }: Pick<ExportSource, 'log'>, { head, keys }: Bounds) => ({
  format: EXPORT_FORMAT,
  version: EXPORT_VERSION,
  installation: log.installation,
  epoch: parseCursor(head).epoch,
  keys: keys.length,
});

const TELL_EVERY = 1_000;

/** Events of the log in order, up to where the export ends. */
export async function* eventsUpTo(
  { log, onProgress }: Pick<ExportSource, 'log' | 'onProgress'>,
  { head, total }: Bounds,
): AsyncGenerator<StoredEvent, void> {
  let done = 0;
  for await (const event of log.readAll(null)) {
    if (event.cursor > head) break;
    yield event;
    done += 1;
    if (done % TELL_EVERY === 0) onProgress(slotOf(parseCursor(event.cursor)), total);
  }
  onProgress(total, total);
}
