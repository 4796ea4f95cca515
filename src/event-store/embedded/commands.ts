import { setImmediate as turn } from 'node:timers/promises';
import { EventStoreDamagedError } from '../errors.js';
import type { MovableCommand, MovableEvent, Origin } from '../moving.js';
import type { LogReader } from './log-reader.js';
import { guarded, type Connection } from './sqlite.js';

type ReceiptRow = [commandId: string, fingerprint: string, first: number, last: number];
type OriginRow = [origin: number, position: number];

/**
 * Receipts with their events, as they were accepted, behind a position.
 *
 * @param log and another connection to the same file, which is kept reading
 * @throws EventStoreDamagedError where receipts and events do not fit together
 */
export async function* commandsBehind(
  after: number,
  log: LogReader,
  { path, connection }: { readonly path: string; readonly connection: Connection },
): AsyncGenerator<MovableCommand, void> {
  const origins = originsBehind(after, log.epoch, connection);
  const events = eventsBehind(after, log);
  // Receipts have no index by position; ordered once, on disk where they are many.
  const receipts = guarded(path, () =>
    connection
      .prepare(
        `SELECT command_id, fingerprint, first_position, last_position FROM receipt
         WHERE first_position > ? ORDER BY first_position`,
      )
      .raw()
      .iterate([after]),
  ) as IterableIterator<ReceiptRow>;
  let at = after;
  for (const [id, fingerprint, first, last] of receipts) {
    if (first !== at + 1 || last < first) throw torn(path, at + 1);
    const own: MovableEvent[] = [];
    while (at < last) {
      const next = await events.next();
      at += 1;
      if (next.done === true || next.value.position !== at) throw torn(path, at);
      own.push({ event: next.value.event(), position: BigInt(at), origins: origins(at) });
    }
    const [head, ...tail] = own;
    if (head !== undefined) yield { command: { id, fingerprint }, events: [head, ...tail] };
  }
  if ((await events.next()).done !== true) throw torn(path, at + 1);
}

async function* eventsBehind(after: number, log: LogReader) {
  const page = log.pagerOfLog(undefined);
  const head = log.head();
  for (let at = after; at < head;) {
    const { rows, lookedAt } = page(at, head);
    yield* rows;
    at = lookedAt;
    await turn();
  }
}

/** Where the event at a position stood in earlier epochs: to be asked in the order of the log. */
function originsBehind(after: number, epoch: number, connection: Connection): (position: number) => readonly Origin[] {
  const table = connection.prepare(`SELECT name FROM sqlite_master WHERE name = 'origin'`).raw().get();
  if (table === undefined) return () => [];
  const former = connection.prepare('SELECT DISTINCT epoch FROM origin WHERE epoch < ? ORDER BY epoch DESC').raw();
  const lanes = (former.all([epoch]) as [number][]).map(([one]) => {
    const rows = connection
      .prepare('SELECT origin, position FROM origin WHERE epoch = ? AND position > ? ORDER BY origin')
      .raw()
      .iterate([one, after]) as IterableIterator<OriginRow>;
    return { epoch: one, rows, next: rows.next() };
  });
  return (position) =>
    lanes.flatMap((lane) => {
      const { next } = lane;
      if (next.done === true || next.value[1] !== position) return [];
      lane.next = lane.rows.next();
      return [{ epoch: lane.epoch, position: BigInt(next.value[0]) }];
    });
}

const torn = (path: string, position: number): EventStoreDamagedError =>
  new EventStoreDamagedError(`${path} is damaged: the event ${position} and the receipt of its command do not fit.`);
