import { randomBytes } from 'node:crypto';
import { openEventReader } from '../../src/event-store/engines.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { BareAppends } from './bare-appends.js';
import { openBindStage } from './bind-stage.js';
import { median } from './median.js';

/** Calls and appends a second with so many in flight: medians over the rounds. */
export interface KurrentDbFigure {
  readonly inFlight: number;
  /** `bindCommunities` over HTTP, the log on the server: one community a call, each client in a tenant of its own. */
  readonly bindPerSecond: number;
  /** The client alone, with what such a call writes and checks. */
  readonly barePerSecond: number;
  /** A mutation without effect on the same stack. */
  readonly noopPerSecond: number;
  /** Median over the rounds of bind to whichever of the others was lower. */
  readonly ratio: number;
}

export interface KurrentDbBenchOptions {
  readonly url: string;
  readonly rounds?: number;
  readonly inFlight?: number;
  readonly callsEach?: number;
  readonly onProgress?: (what: string) => void;
}

/** Rounds that do not count: until then the code of a server that has just begun is still being compiled. */
const WARMING_UP = 3;

/** Measures `bindCommunities` on a KurrentDB against the bare client and against a no-op, interleaved. */
export async function benchKurrentDb(options: KurrentDbBenchOptions): Promise<KurrentDbFigure> {
  const { url, rounds = 9, inFlight = 64, callsEach = 30, onProgress = () => undefined } = options;
  const prefix = `bench-${randomBytes(6).toString('hex')}`;
  onProgress('preparing tenants, sharings and communities');
  const stage = await openBindStage({
    tenants: inFlight,
    communitiesEach: callsEach * (WARMING_UP + rounds),
    env: { EVENT_STORE_URL: url, EVENT_STORE_PREFIX: prefix },
  });
  const { dataDir, tenants, communities } = stage;
  let bare: BareAppends | null = null;
  try {
    const measured: { bind: number; bare: number; noop: number }[] = [];
    for (let round = 1 - WARMING_UP; round <= rounds; round += 1) {
      onProgress(round <= 0 ? 'warming up' : `round ${round} of ${rounds}`);
      const begin = (round + WARMING_UP - 1) * callsEach;
      const calls = tenants.map((tenant, index) =>
        stage.calls(tenant, (communities[index] ?? []).slice(begin, begin + callsEach)),
      );
      const bind = await stage.bind(calls);
      const event = await someBinding(url, prefix, dataDir);
      bare ??= await BareAppends.open(url, `${prefix}-bare`, event);
      const rates = { bind, bare: await bare.rate(event, inFlight, callsEach), noop: await stage.noop(calls) };
      if (round > 0) measured.push(rates);
    }
    return {
      inFlight,
      bindPerSecond: median(measured.map(({ bind }) => bind)),
      barePerSecond: median(measured.map(({ bare: alone }) => alone)),
      noopPerSecond: median(measured.map(({ noop }) => noop)),
      ratio: median(measured.map(({ bind, bare: alone, noop }) => bind / Math.min(alone, noop))),
    };
  } finally {
    await bare?.close();
    await stage.close();
  }
}

/** What a call has written. */
async function someBinding(url: string, prefix: string, dataDir: string): Promise<StoredEvent> {
  const reader = await openEventReader({ engine: 'kurrentdb', url, prefix }, dataDir);
  try {
    for await (const event of reader.readAll(null, { filter: { types: ['CommunityBound'] }, limit: 1 })) return event;
  } finally {
    await reader.close();
  }
  throw new Error('Nothing was bound.');
}

export function formatKurrentDb(figure: KurrentDbFigure): string {
  const { inFlight, bindPerSecond, barePerSecond, noopPerSecond, ratio } = figure;
  const whole = (value: number): string => `${Math.round(value)}/s`;
  return (
    `bindCommunities over HTTP on KurrentDB, ${inFlight} in flight: ${whole(bindPerSecond)}, ` +
    `bare appendRecords ${whole(barePerSecond)}, no-op mutation ${whole(noopPerSecond)}, ` +
    `ratio to the lower of both ${ratio.toFixed(2)}`
  );
}
