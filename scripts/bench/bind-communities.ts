import { register } from '../support/register.js';
import { openBindStage } from './bind-stage.js';
import { median } from './median.js';

/** Requests a second over HTTP, medians over the rounds. */
export interface BindFigure {
  readonly inFlight: number;
  /** One community a call, each client in a tenant of its own. */
  readonly bindPerSecond: number;
  /** All calls in one tenant. */
  readonly oneTenantPerSecond: number;
  /** A mutation without effect on the same stack, answering with a selection of the same size. */
  readonly noopPerSecond: number;
  /** Median over the rounds of bind to no-op. */
  readonly ratio: number;
  readonly oneTenantRatio: number;
}

export interface BindBenchOptions {
  readonly rounds?: number;
  readonly inFlight?: number;
  readonly callsEach?: number;
  readonly onProgress?: (what: string) => void;
}

/** Measures `bindCommunities` against a no-op on the same stack, interleaved. */
export async function benchBindCommunities(options: BindBenchOptions = {}): Promise<BindFigure> {
  const { rounds = 5, inFlight = 64, callsEach = 30, onProgress = () => undefined } = options;
  // One more round than counts: the first warms up code and caches.
  const perClient = callsEach * (rounds + 1);
  onProgress('preparing tenants, sharings and communities');
  const stage = await openBindStage({ tenants: inFlight, communitiesEach: perClient, env: {} });
  try {
    const { owner, tenants, communities } = stage;
    const all = await register(owner, inFlight * perClient);
    const measured: { bind: number; oneTenant: number; noop: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      onProgress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      const part = (ids: readonly string[]): readonly string[] => ids.slice(round * callsEach, (round + 1) * callsEach);
      const calls = tenants.map((tenant, index) => stage.calls(tenant, part(communities[index] ?? [])));
      const inOne = tenants.map((_, index) =>
        stage.calls(owner, part(all.slice(index * perClient, (index + 1) * perClient))),
      );
      const rates = {
        bind: await stage.bind(calls),
        noop: await stage.noop(calls),
        oneTenant: await stage.bind(inOne),
      };
      if (round > 0) measured.push(rates);
    }
    return {
      inFlight,
      bindPerSecond: median(measured.map(({ bind }) => bind)),
      oneTenantPerSecond: median(measured.map(({ oneTenant }) => oneTenant)),
      noopPerSecond: median(measured.map(({ noop: idle }) => idle)),
      ratio: median(measured.map(({ bind, noop: idle }) => bind / idle)),
      oneTenantRatio: median(measured.map(({ oneTenant, noop: idle }) => oneTenant / idle)),
    };
  } finally {
    await stage.close();
  }
}

export function formatBind(figure: BindFigure): string {
  const { inFlight, bindPerSecond, oneTenantPerSecond, noopPerSecond, ratio, oneTenantRatio } = figure;
  const line = (what: string, perSecond: number, share: number): string =>
    `bindCommunities over HTTP, ${inFlight} in flight, ${what}: ${Math.round(perSecond)}/s, ` +
    `no-op mutation ${Math.round(noopPerSecond)}/s, ratio ${share.toFixed(2)}`;
  return [
    line('a tenant each', bindPerSecond, ratio),
    line('all in one tenant', oneTenantPerSecond, oneTenantRatio),
  ].join('\n');
}
