import type { EventToWrite } from '../event.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { ReconciliationEvent } from './events.js';
import type { ReconciliationState } from './state.js';

const PREFIX = 'reconciliation-';

/** `reconciliation-{id}`: one comparison with WeChat's list. */
export const reconciliationStream: StreamKind<ReconciliationState, ReconciliationEvent> = {
  prefix: PREFIX,
  initial: { isRecorded: false },
  evolve: () => ({ isRecorded: true }),
  upcast: firstShapes<ReconciliationEvent>(PREFIX, { AuthorizationsReconciled: true }),
};

/** It concerns no tenant: auditors see it, and nobody else. */
export const toReconciliation = (event: ReconciliationEvent): EventToWrite<ReconciliationEvent> => ({
  stream: streamOf(reconciliationStream, event.data.reconciliationId),
  event,
  tenant: '',
});
