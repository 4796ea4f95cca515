import type { ReconciliationReport } from '../../domain/reconciliation/events.js';

/** Told of what persons and metrics should know of; nothing depends on it. */
export interface AuthorizationNotes {
  /** Another tenant wants an account whose owner has cancelled in WeChat: an administrator may release it (R2). */
  readonly releasable: (appId: string) => void;
  /** WeChat has granted an account, and nobody knows for whom: its tenant has to scan again (R1). */
  readonly ownerUnknown: (appId: string) => void;
  /** What became of a push. */
  readonly dealtWith: (kind: 'authorized' | 'updateauthorized' | 'unauthorized', outcome: string) => void;
  /** What a reconciliation found and mended. */
  readonly reconciled: (report: ReconciliationReport) => void;
  /** Something could not be done yet, and is tried again. */
  readonly failed: (error: unknown) => void;
}

/** Nobody listens. */
export const UNHEARD: AuthorizationNotes = {
  releasable: () => undefined,
  ownerUnknown: () => undefined,
  dealtWith: () => undefined,
  reconciled: () => undefined,
  failed: () => undefined,
};
