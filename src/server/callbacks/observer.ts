import type { FastifyBaseLogger } from 'fastify';
import type { CallbackJournal } from '../../wechat/callbacks/callback-journal.js';
import type { CallbackRecord } from '../../wechat/callbacks/callback-record.js';
import type { Metrics } from '../http/metrics.js';
import { RefusalLog } from './refusal-log.js';

/** Counts, journals and logs how callbacks ended; never what was in them. */
export class CallbackObserver {
  readonly #refusals: RefusalLog;

  constructor(
    private readonly metrics: Pick<Metrics, 'callbacks' | 'callbackDuration'>,
    private readonly journal: Pick<CallbackJournal, 'note'>,
    private readonly log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
  ) {
    this.#refusals = new RefusalLog(log);
  }

  ended(record: CallbackRecord, correlationId: string): void {
    const { kind, appId, outcome, reason, durationMs } = record;
    this.metrics.callbacks.inc({ kind, outcome, reason: reason ?? '' });
    this.metrics.callbackDuration.observe({ kind, outcome }, durationMs / 1_000);
    this.journal.note(record);
    if (outcome === 'REFUSED') this.#refusals.tell(record, correlationId);
    else this.log.info({ kind, appId, outcome, reason, ms: durationMs, correlationId }, 'callback');
  }

  close(): void {
    this.#refusals.flush();
  }
}
