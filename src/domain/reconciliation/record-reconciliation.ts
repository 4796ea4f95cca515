import { accept, UNCHANGED, type Decision } from '../decision.js';
import type { ReconciliationReport } from './events.js';
import { toReconciliation } from './reconciliation-stream.js';
import type { ReconciliationState } from './state.js';

export interface RecordReconciliation {
  readonly reconciliation: ReconciliationState;
  readonly reconciliationId: string;
  readonly report: ReconciliationReport;
  /** Nothing was mended: nothing is to be remembered. */
  readonly dryRun: boolean;
}

/** What a platform administrator had compared stands in the trail, so that asking again gets the same answer. */
export function decideRecordReconciliation(input: RecordReconciliation): Decision {
  const { reconciliation, reconciliationId, report, dryRun } = input;
  if (dryRun || reconciliation.isRecorded) return UNCHANGED;
  return accept([toReconciliation({ type: 'AuthorizationsReconciled', data: { ...report, reconciliationId } })]);
}
