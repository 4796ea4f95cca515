import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the process counts about itself, as Prometheus reads it at /metrics. No label holds a tenant's or person's id. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpRequests: Histogram<'method' | 'route' | 'status'>;
  readonly operations: Counter<'transport' | 'type' | 'outcome'>;
  /** `outcome`: ACCEPTED, the code of a refusal, TRY_AGAIN or FAILED. */
  readonly commands: Counter<'command' | 'outcome'>;
  /** `outcome`: what WeChat's push brought about. */
  readonly authorizationPushes: Counter<'kind' | 'outcome'>;
  /** What the last reconciliation found: accounts by kind of finding. */
  readonly reconciled: Gauge<'found'>;
  /** Events of one transaction of the log. */
  readonly appendBatch: Histogram;
  readonly sockets: Gauge;
  readonly feedMessages: Counter;
  /** `kind`, `outcome` and `reason` as `CallbackRecord` has them; no reason is an empty one. */
  readonly callbacks: Counter<'kind' | 'outcome' | 'reason'>;
  readonly callbackDuration: Histogram<'kind' | 'outcome'>;
}

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  return {
    registry,
    httpRequests: new Histogram({
      name: 'gongxiang_http_request_duration_seconds',
      help: 'Time that HTTP requests took.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    operations: new Counter({
      name: 'gongxiang_operations_total',
      help: 'GraphQL operations that ended (feeds: that began), by transport, type and outcome.',
      labelNames: ['transport', 'type', 'outcome'],
      registers,
    }),
    commands: new Counter({
      name: 'gongxiang_commands_total',
      help: 'Commands by outcome: ACCEPTED, the code of a refusal, TRY_AGAIN or FAILED.',
      labelNames: ['command', 'outcome'],
      registers,
    }),
    authorizationPushes: new Counter({
      name: 'gongxiang_authorization_pushes_total',
      help: 'Pushes of WeChat about authorizations that were dealt with, by kind and by what they brought about.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    reconciled: new Gauge({
      name: 'gongxiang_reconciliation_accounts',
      help: 'Accounts in the last comparison with the list of WeChat, by what was found of them.',
      labelNames: ['found'],
      registers,
    }),
    appendBatch: new Histogram({
      name: 'gongxiang_append_batch_events',
      help: 'Events that one transaction of the log wrote.',
      buckets: [1, 3, 10, 30, 100, 300, 1_000, 3_000],
      registers,
    }),
    sockets: new Gauge({ name: 'gongxiang_sockets', help: 'Open WebSockets.', registers }),
    feedMessages: new Counter({
      name: 'gongxiang_feed_messages_total',
      help: 'Messages that feeds delivered.',
      registers,
    }),
    callbacks: new Counter({
      name: 'gongxiang_wechat_callbacks_total',
      help: 'Callbacks of WeChat (or of whoever pretends) by kind, outcome and reason.',
      labelNames: ['kind', 'outcome', 'reason'],
      registers,
    }),
    callbackDuration: new Histogram({
      name: 'gongxiang_wechat_callback_duration_seconds',
      help: 'Time until callbacks were answered; WeChat gives up after 5 seconds.',
      labelNames: ['kind', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2.5, 4.5, 5],
      registers,
    }),
  };
}
