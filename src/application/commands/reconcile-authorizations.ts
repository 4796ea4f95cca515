import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '../../domain/event.js';
import type { ReconciliationReport } from '../../domain/reconciliation/events.js';
import { decideRecordReconciliation } from '../../domain/reconciliation/record-reconciliation.js';
import { reconciliationStream } from '../../domain/reconciliation/reconciliation-stream.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateReconcileAuthorizations } from '../../domain/values/inputs/account-inputs.js';
import { factsOf } from '../facts.js';
import { asRefusalOfWeChat } from '../wechat-refusal.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** Compares with WeChat's list and mends what pushes missed; writes accounts, and what was found. */
export const reconcileAuthorizations = (services: Services) =>
  commandHandler(services, {
    name: 'ReconcileAuthorizations',
    actor: 'PLATFORM',
    validate: validateReconcileAuthorizations,
    prepare: async ({ identity, acting, input: { dryRun } }) => {
      const recorded = (events: readonly DomainEvent[]): ReconciliationReport | null =>
        factsOf(events, 'AuthorizationsReconciled')[0] ?? null;
      const repeated = await services.executor.repeated({ identity, result: recorded });
      if (repeated?.ok === false) return { answer: repeated };
      if (repeated?.result) return { answer: { ...repeated, result: repeated.result } };
      const cause = { acting, reactsTo: ['reconciliation', randomUUID()] };
      const report = await asRefusalOfWeChat(() => services.reconciliation.run({ dryRun, cause }));
      if (!report.ok) return { answer: report };
      // Named by the request, so that the same one given twice at once is recorded once.
      const reconciliationId = identity.id;
      return {
        writes: [streamOf(reconciliationStream, reconciliationId)],
        load: (view) => view.state(reconciliationStream, reconciliationId),
        decide: (reconciliation) =>
          decideRecordReconciliation({ reconciliation, reconciliationId, report: report.value, dryRun }),
        result: (events) => recorded(events) ?? report.value,
      };
    },
  });
