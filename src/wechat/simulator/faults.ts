import { seededRandom } from '../../seeded-random.js';

/** What can go wrong with a delivery; the attempts after the first are sound. */
export const DELIVERY_FAULTS = ['drop', 'duplicate', 'delay', 'reorder', 'wrongSignature', 'oldKey'] as const;

export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/**
 * What can go wrong with a call. `serverError` (status 500), `refused` (the connection is cut) and an error code come
 * before anything is done; with `reset` (the connection is cut) and `halfAnswer` the work is done and its answer lost.
 */
export type ApiFault =
  'serverError' | 'refused' | 'reset' | 'halfAnswer' | { readonly errcode: number } | { readonly latencyMs: number };

/** Rates are from 0 to 1. */
export interface FaultSettings {
  /** Of the generator that decides; the same seed and the same requests make the same faults. */
  readonly seed?: number | undefined;
  readonly deliveries?: Readonly<Partial<Record<DeliveryFault, number>>> | undefined;
  readonly api?: ApiFaultSettings | undefined;
}

export interface ApiFaultSettings {
  readonly serverError?: number | undefined;
  readonly refused?: number | undefined;
  readonly reset?: number | undefined;
  readonly halfAnswer?: number | undefined;
  readonly errcode?:
    { readonly code: number; readonly rate: number; readonly paths?: readonly string[] | undefined } | undefined;
  /** Of every answer. */
  readonly latencyMs?: number | undefined;
}

interface Ordered<T> {
  readonly faults: readonly T[];
  times: number;
}

/** What shall go wrong: at random at given rates, or exactly the next time. */
export class Faults {
  private settings: FaultSettings = {};
  private random = seededRandom(0);
  private readonly nextCalls = new Map<string, Ordered<ApiFault>[]>();
  private readonly nextDeliveries: Ordered<DeliveryFault>[] = [];

  /** In place of what was set before. */
  set(settings: FaultSettings): void {
    this.settings = settings;
    this.random = seededRandom(settings.seed ?? 0);
  }

  /** The next call of that path, such as `/cgi-bin/component/api_query_auth`, or the next so many. */
  next(path: string, fault: ApiFault, times = 1): void {
    const ordered = this.nextCalls.get(path) ?? [];
    ordered.push({ faults: [fault], times });
    this.nextCalls.set(path, ordered);
  }

  /** The next delivery, or the next so many; with no fault it goes well whatever the rates say. */
  nextDelivery(faults: readonly DeliveryFault[], times = 1): void {
    this.nextDeliveries.push({ faults, times });
  }

  /** All goes well from now on. */
  clear(): void {
    this.settings = {};
    this.nextCalls.clear();
    this.nextDeliveries.length = 0;
  }

  ofDelivery(): ReadonlySet<DeliveryFault> {
    const ordered = take(this.nextDeliveries);
    if (ordered !== null) return new Set(ordered);
    const rates = this.settings.deliveries ?? {};
    return new Set(DELIVERY_FAULTS.filter((fault) => this.happens(rates[fault])));
  }

  ofCall(path: string): readonly ApiFault[] {
    const { serverError, refused, reset, halfAnswer, errcode, latencyMs } = this.settings.api ?? {};
    const latency: ApiFault[] = latencyMs === undefined ? [] : [{ latencyMs }];
    const ordered = take(this.nextCalls.get(path) ?? []);
    if (ordered !== null) return [...latency, ...ordered];
    if (this.happens(serverError)) return [...latency, 'serverError'];
    if (this.happens(refused)) return [...latency, 'refused'];
    if (this.happens(reset)) return [...latency, 'reset'];
    if (this.happens(halfAnswer)) return [...latency, 'halfAnswer'];
    if (errcode !== undefined && (errcode.paths?.includes(path) ?? true) && this.happens(errcode.rate))
      return [...latency, { errcode: errcode.code }];
    return latency;
  }

  private happens(rate: number | undefined): boolean {
    return rate !== undefined && this.random() < rate;
  }
}

function take<T>(queue: Ordered<T>[]): readonly T[] | null {
  const [first] = queue;
  if (first === undefined) return null;
  first.times -= 1;
  if (first.times <= 0) queue.shift();
  return first.faults;
}
