import type { TrailDocument } from '../../projections/documents.js';
import { TrailOfLog } from '../../projections/trail/of-log.js';
import type { Language } from '../../schema/context.js';
import { namedSummary } from '../../schema/messages/summary.js';
import { actorView, type AskingNames } from '../../src/application/queries/actors.js';
import { isTold, trailCondition, type TrailCondition } from '../../src/application/trail/trail-condition.js';
import { canonicalJson } from '../../src/audit/canonical-json.js';
import { formatCursor, parseCursor, slotOf, slotWidth, type Cursor } from '../../src/event-store/cursor.js';
import { openEventReader } from '../../src/event-store/engines.js';
import type { EventFilter, EventReader, StoredEvent } from '../../src/event-store/port.js';
import type { DirectoryReader } from '../../src/people/directory.js';
import { openEmbeddedDirectoryReader } from '../../src/people/embedded-directory-reader.js';
import { Closing } from '../../src/server/closing.js';
import { writeOut } from '../support/output.js';
import { progressBeside, progressOnceSlow } from '../support/progress-display.js';
import type { TrailWanted } from './arguments.js';
import { namesFrom } from './names.js';
import { oneLine } from './one-line.js';

/** Lines that are made together. */
const AT_ONCE = 200;
/** Events that pass between two looks at how far it is. */
const SHOWN_EVERY = 1_000;

interface Told {
  readonly event: StoredEvent;
  readonly entry: TrailDocument;
}

/** Prints the trail from the log itself. */
export async function replayTrail(wanted: TrailWanted): Promise<void> {
  const closing = new Closing();
  try {
    const log = closing.add(await openEventReader(wanted.eventStore, wanted.dataDir));
    const directory = closing.add(await openEmbeddedDirectoryReader(wanted.privateDir));
    const display = progressOnceSlow(progressBeside(undefined, 'events'));
    try {
      const audience = wanted.tenant === null ? 'ALL' : { tenant: wanted.tenant };
      const condition = await trailCondition(audience, wanted.filter, directory);
      const range = await rangeOf(log, wanted);
      const progress = (done: number, total: number): void => display.show(done, total);
      const told = eventsThatFit(log, condition, range, typesOf(wanted), progress);
      await writeOut(
        wanted.format === 'ndjson' ? wholeEvents(told) : lines(told, directory, wanted.language),
        undefined,
      );
    } finally {
      display.end();
    }
  } finally {
    await closing.close();
  }
}

interface Range {
  /** Where reading begins, exclusive; null for the beginning of the log. */
  readonly after: Cursor | null;
  /** The first event that is told, inclusive; null where it is the first one that is read. */
  readonly from: Cursor | null;
  /** Inclusive. */
  readonly upTo: Cursor;
}

/** @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError */
async function rangeOf(log: EventReader, { from, to }: Pick<TrailWanted, 'from' | 'to'>): Promise<Range> {
  const [first, last] = [
    from === null ? null : parseCursor(await log.acceptCursor(from)),
    to === null ? await log.head() : await log.acceptCursor(to),
  ];
  return {
    // What stands before an event is known only where events are counted; elsewhere all is read up to it.
    after:
      first === null || first.position === 0n || slotWidth(first.epoch) > 1
        ? null
        : formatCursor({ ...first, position: first.position - 1n, subIndex: 0 }),
    from: first && formatCursor({ ...first, subIndex: 0 }),
    // Whichever of an event's messages is meant.
    upTo: formatCursor({ ...parseCursor(last), subIndex: 0xffff }),
  };
}

/** What can fit, and what that is told by. */
const typesOf = ({ filter }: Pick<TrailWanted, 'filter'>): EventFilter =>
  filter.types ? { types: [...new Set([...filter.types, ...TrailOfLog.needed])] } : {};

async function* eventsThatFit(
  log: EventReader,
  condition: TrailCondition,
  { after, from, upTo }: Range,
  types: EventFilter,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<Told, void> {
  const trail = new TrailOfLog();
  // Of what comes before, only what later events are told by.
  if (after !== null) {
    for await (const event of log.readAll(null, { filter: { types: TrailOfLog.needed } })) {
      if (event.cursor > after) break;
      trail.entry(event);
    }
  }
  const begun = positionOf(after);
  const total = Math.max(0, positionOf(upTo) - begun);
  let passed = 0;
  for await (const event of log.readAll(after, { filter: types })) {
    if (event.cursor > upTo) break;
    passed += 1;
    if (passed % SHOWN_EVERY === 0) onProgress(positionOf(event.cursor) - begun, total);
    const entry = trail.entry(event);
    if (from !== null && event.cursor < from) continue;
    if (isTold(entry, condition)) yield { event, entry };
  }
  onProgress(total, total);
}

const positionOf = (cursor: Cursor | null): number => (cursor === null ? 0 : slotOf(parseCursor(cursor)));

async function* wholeEvents(told: AsyncIterable<Told>): AsyncGenerator<string, void> {
  for await (const { event } of told) yield `${canonicalJson(event)}\n`;
}

async function* lines(
  told: AsyncIterable<Told>,
  directory: DirectoryReader,
  language: Language,
): AsyncGenerator<string, void> {
  let together: TrailDocument[] = [];
  const made = async (): Promise<string> => {
    const names = namesFrom(directory);
    return (await Promise.all(together.map((entry) => lineOf(entry, names, language)))).join('');
  };
  for await (const { entry } of told) {
    together.push(entry);
    if (together.length < AT_ONCE) continue;
    yield await made();
    together = [];
  }
  if (together.length > 0) yield await made();
}

/** `TIME  SENTENCE  [TYPE · KIND ID · ACTING TENANT → TENANT CONCERNED]` */
async function lineOf(entry: TrailDocument, names: AskingNames, language: Language): Promise<string> {
  const { type, data, accountName, metadata } = entry;
  const { occurredAt, actor: id, actorKind: kind, actorTenant, tenant } = metadata;
  const actor = actorView(names, { id, kind, tenant: actorTenant });
  const nameOfTenant = async (of: string): Promise<string> => (await names.reads.tenantName(of)) ?? of;
  const summary = await namedSummary({ type, data, accountName, actor, nameOfTenant }, language);
  const who = id === '' ? kind : `${kind} ${id}`;
  const whom = actorTenant === tenant ? tenant : `${actorTenant || '-'} → ${tenant || '-'}`;
  return oneLine(`${occurredAt}  ${summary}  [${[type, who, whom].filter((part) => part !== '').join(' · ')}]`);
}
