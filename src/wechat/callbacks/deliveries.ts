import { MessageRefusedError, type MessageRefusal } from './message-refused.js';
import type { PassiveReply } from './receiver.js';
import type { Delivery } from './delivery.js';
import { HandedOver } from './handed-over.js';
import { settledWithin } from '../../settled-within.js';
import { Slots } from './slots.js';

/** What may be remembered of answers, bytes. */
const REMEMBERED_BYTES = 16 * 1_048_576;
/** How long what is under way may take when the server stops. */
const PATIENCE_MS = 5_000;

export type Delivered = {
  /** It had been handed over before. */
  readonly duplicate: boolean;
} & (
  | { readonly state: 'DONE'; readonly reply: PassiveReply | null }
  /** It is for nobody here. */
  | { readonly state: 'REFUSED'; readonly refusal: MessageRefusal }
  | { readonly state: 'FAILED' | 'SLOW' | 'OVERLOADED' }
);

export interface DeliverOptions {
  /** Of the message, by any of which it is known again. */
  readonly names: readonly string[];
  readonly correlationId: string;
  /** How long the sender still waits. */
  readonly withinMs: number;
}

export interface DeliveriesOptions {
  readonly rememberMs: number;
  /** How many may be under way. */
  readonly limit: number;
  readonly now: () => number;
  readonly onFailure: (error: unknown, correlationId: string) => void;
}

/** Hands over what WeChat sends, once, and lets nobody wait for longer than they want. */
export class Deliveries {
  readonly #handedOver: HandedOver<PassiveReply | null>;
  readonly #slots: Slots;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(private readonly options: DeliveriesOptions) {
    const { rememberMs, limit, now } = options;
    this.#handedOver = new HandedOver({
      rememberMs,
      now,
      bytes: REMEMBERED_BYTES,
      sizeOf: (reply) => (reply === null ? 0 : Buffer.byteLength(JSON.stringify(reply))),
    });
    this.#slots = new Slots(limit);
  }

  /** Does not reject. What was handed over before under one of the names has the answer that it had then. */
  async deliver(
    delivery: Pick<Delivery, 'handOver'>,
    { names, correlationId, withinMs }: DeliverOptions,
  ): Promise<Delivered> {
    const before = this.#handedOver.find(names);
    const work = before ?? this.#begin(delivery, names, correlationId);
    const duplicate = before !== null;
    if (work === null) return { duplicate, state: 'OVERLOADED' };
    const settled = await settledWithin(work, withinMs);
    if (settled.state === 'DONE') return { duplicate, state: 'DONE', reply: settled.value };
    return settled.state === 'FAILED' && settled.error instanceof MessageRefusedError
      ? { duplicate, state: 'REFUSED', refusal: settled.error.reason }
      : { duplicate, state: settled.state };
  }

  /** Resolves when nothing is under way any more, or after a while. */
  async ended(): Promise<void> {
    await settledWithin(Promise.allSettled(this.#underWay), PATIENCE_MS);
  }

  #begin(
    delivery: Pick<Delivery, 'handOver'>,
    names: readonly string[],
    correlationId: string,
  ): Promise<PassiveReply | null> | null {
    const release = this.#slots.take();
    if (release === null) return null;
    const work = (async () => delivery.handOver(correlationId))();
    this.#handedOver.add(names, work);
    const end = work
      .catch((error: unknown) => {
        if (!(error instanceof MessageRefusedError)) this.options.onFailure(error, correlationId);
      })
      .finally(() => {
        release();
        this.#underWay.delete(end);
      });
    this.#underWay.add(end);
    return work;
  }
}
