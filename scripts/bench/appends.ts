import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '../../src/event-store/embedded/open.js';
import type { AppendRequest } from '../../src/event-store/port.js';
import { authorized, binding } from './appends-workload.js';
import { median } from './median.js';
import { rawLoop } from './raw-loop.js';

/** Appends a second with so many in flight, next to the raw loop: medians over the rounds. */
export interface AppendFigure {
  readonly inFlight: number;
  readonly storePerSecond: number;
  readonly rawPerSecond: number;
  /** Median over the rounds of store to raw, each pair measured one right after the other. */
  readonly ratio: number;
  /** Mean number of appends in one transaction. */
  readonly meanBatch: number;
}

export interface AppendBenchOptions {
  readonly rounds?: number;
  /** Where the files go; their disk is what is measured. Default: the system's temporary folder. */
  readonly folder?: string;
}

/** How many appends each level makes in a round. */
const LEVELS: readonly { readonly inFlight: number; readonly appends: number }[] = [
  { inFlight: 1, appends: 1_000 },
  { inFlight: 32, appends: 12_000 },
  { inFlight: 1_024, appends: 40_960 },
];

interface Round {
  readonly seconds: number;
  /** Appends in each transaction that happened. */
  readonly batches: readonly number[];
}

/** Measures the embedded store against the raw loop, interleaved. */
export async function benchAppends({ rounds = 5, folder = tmpdir() }: AppendBenchOptions = {}): Promise<
  AppendFigure[]
> {
  const figures: AppendFigure[] = [];
  for (const { inFlight, appends } of LEVELS) {
    const measured: { store: number; raw: number; batches: number }[] = [];
    // One more round than counts: the first warms up code and disk.
    for (let round = 0; round <= rounds; round += 1) {
      const requests = clients(inFlight, appends);
      const store = await inTemporaryFolder(folder, (at) => storeRound(at, requests));
      const inLogOrder = transposed(requests);
      const raw = await inTemporaryFolder(folder, (at) => rawLoop(at, inLogOrder, store.batches));
      if (round > 0)
        measured.push({ store: appends / store.seconds, raw: appends / raw, batches: store.batches.length });
    }
    figures.push({
      inFlight,
      storePerSecond: median(measured.map(({ store }) => store)),
      rawPerSecond: median(measured.map(({ raw }) => raw)),
      ratio: median(measured.map(({ store, raw }) => store / raw)),
      meanBatch: appends / median(measured.map(({ batches }) => batches)),
    });
  }
  return figures;
}

/** One readable line a figure. */
export function formatAppends(figures: readonly AppendFigure[]): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en').padStart(7);
  return figures
    .map(
      ({ inFlight, storePerSecond, rawPerSecond, ratio, meanBatch }) =>
        `appends, ${String(inFlight).padStart(5)} in flight: ${whole(storePerSecond)}/s, raw loop ${whole(rawPerSecond)}/s, ` +
        `ratio ${ratio.toFixed(2)} (${meanBatch.toFixed(1)} a transaction)`,
    )
    .join('\n');
}

async function storeRound(folder: string, requests: readonly (readonly AppendRequest[])[]): Promise<Round> {
  const store = await openEmbeddedEventStore(folder);
  await store.append(authorized());
  const batches: number[] = [];
  store.onCommitted(({ appends }) => batches.push(appends));
  const begin = performance.now();
  await Promise.all(
    requests.map(async (own) => {
      for (const request of own) await store.append(request);
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  await store.close();
  return { seconds, batches };
}

/** What each client will append, one after another. */
function clients(inFlight: number, appends: number): AppendRequest[][] {
  return Array.from({ length: inFlight }, (_, client) =>
    Array.from({ length: appends / inFlight }, (__, revision) => binding(client, revision)),
  );
}

/** All first appends, then all second ones: the order in which clients that wait for their answers append. */
function transposed(requests: readonly (readonly AppendRequest[])[]): AppendRequest[] {
  return (requests[0] ?? []).flatMap((_, revision) => requests.flatMap((own) => own.slice(revision, revision + 1)));
}

async function inTemporaryFolder<T>(parent: string, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(parent, 'gongxiang-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
