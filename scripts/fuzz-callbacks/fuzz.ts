import { setTimeout as delay } from 'node:timers/promises';
import { encryptText, EVENTS, letterOf, MESSAGES, textXml, ticketXml } from './forging.js';
import { MALFORMED } from './malformed.js';
import { Post } from './post.js';

export interface FuzzOptions {
  /** Of the server, without a path. */
  readonly url: string;
  readonly count: number;
  readonly inFlight: number;
  readonly random: () => number;
  /** How much of the server's heap is in use, bytes. */
  readonly heap: () => Promise<number>;
}

export interface FuzzReport {
  /** How often each kind got each status; `none` is a connection that ended without an answer. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What was answered as it must not be. */
  readonly wrong: readonly string[];
  readonly valid: { readonly count: number; readonly slowestMs: number; readonly medianMs: number };
  /** Bytes, after the first tenth and at the end. */
  readonly heap: { readonly before: number; readonly after: number };
  readonly seconds: number;
}

const VALID_EVERY_MS = 50;

/** Sends malformed callbacks, and valid ones meanwhile. */
export async function fuzzCallbacks({ url, count, inFlight, random, heap }: FuzzOptions): Promise<FuzzReport> {
  const post = new Post(url, inFlight);
  const valid = new Post(url, 4);
  const statuses: Record<string, Record<string, number>> = {};
  const wrong: string[] = [];
  const times: number[] = [];
  const kinds = Object.entries(MALFORMED);
  let sent = 0;

  const note = (kind: string, status: number | null, cut: boolean): void => {
    const ofKind = (statuses[kind] ??= {});
    const name = String(status ?? 'none');
    ofKind[name] = (ofKind[name] ?? 0) + 1;
    // A body that is too large may be refused before it has been sent whole, which ends the connection.
    const mayEnd = cut || kind.startsWith('a huge body');
    const right = status === null ? mayEnd : status >= 400 && status < 500;
    if (!right) wrong.push(`${kind}: ${name}`);
  };
  const one = async (): Promise<void> => {
    const number = sent++;
    const [kind, make] = kinds[Math.floor(random() * kinds.length)] ?? kinds[0] ?? [];
    if (kind === undefined || make === undefined) throw new Error('There is nothing to send.');
    const letter = make(random, `n${number}`);
    note(kind, await post.send(letter), letter.cutAfter !== null);
  };
  const sendUntil = async (limit: number): Promise<void> => {
    while (sent < limit) await one();
  };
  const flood = (limit: number) => Promise.all(Array.from({ length: inFlight }, () => sendUntil(limit)));

  let over = false;
  const keepValid = async (): Promise<void> => {
    for (let number = 1; !over; number++) {
      const [path, xml] = number % 2 === 0 ? [EVENTS, ticketXml()] : [MESSAGES, textXml(10_000_000 + number)];
      const start = performance.now();
      const status = await valid.send(letterOf(path, encryptText(xml), `v${number}`));
      times.push(performance.now() - start);
      if (status !== 200) wrong.push(`a valid one: ${String(status ?? 'none')}`);
      await delay(VALID_EVERY_MS);
    }
  };

  const start = performance.now();
  const validOnes = keepValid();
  await flood(Math.ceil(count / 10));
  const before = await heap();
  await flood(count);
  over = true;
  await validOnes;
  const seconds = (performance.now() - start) / 1_000;
  const after = await heap();
  post.close();
  valid.close();
  times.sort((one_, other) => one_ - other);
  return {
    statuses,
    wrong,
    valid: { count: times.length, slowestMs: times.at(-1) ?? 0, medianMs: times[Math.floor(times.length / 2)] ?? 0 },
    heap: { before, after },
    seconds,
  };
}
