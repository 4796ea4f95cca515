import type { ReconciliationReport } from '../../domain/reconciliation/events.js';

/** What is carried on when a crash, or a WeChat that did not answer, has left it behind. */
export type CarriedOn = 'AUTHORIZATION' | 'MENU' | 'RELEASE_TEST' | 'FORGETTING';

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
  /** WeChat could not be asked about an account, or refused: a reconciliation looks at it the next time. */
  readonly unreachable: (appId: string, error: unknown) => void;
  /** Something could not be done yet, and is tried again where that is of use. `error` holds no secret (R29). */
  readonly failed: (what: CarriedOn, error: unknown, about?: { readonly appId: string }) => void;
}

/** Nobody listens. */
export const UNHEARD: AuthorizationNotes = {
  releasable: () => undefined,
  ownerUnknown: () => undefined,
  dealtWith: () => undefined,
  reconciled: () => undefined,
  unreachable: () => undefined,
  failed: () => undefined,
};
