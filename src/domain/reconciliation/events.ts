import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `reconciliation-{id}`: one comparison with WeChat's list that was asked for. */

/** What a comparison with WeChat found and mended; accounts by appId, ascending. */
export interface ReconciliationReport {
  /** How many accounts were compared: ours, and whatever else WeChat lists. */
  readonly checked: number;
  /** Granted at WeChat and cancelled here: they have resumed. */
  readonly authorized: readonly string[];
  /** Their grant had been replaced without our knowing: what came with the new one has been taken over. */
  readonly renewed: readonly string[];
  /** Cancelled at WeChat and authorized here: they are deauthorized now. */
  readonly deauthorized: readonly string[];
  /** Granted, and nobody knows for whom: their tenants have to scan again (R1). */
  readonly ownerUnknown: readonly string[];
  /** Granted still, and released here: they stay released (R7). */
  readonly released: readonly string[];
  /** Cancelled by their owner and granted by another tenant's run: they stay deauthorized (R2). */
  readonly contested: readonly string[];
  /** Granted, but WeChat's code was never exchanged: only scanning again brings credentials. */
  readonly withoutCredentials: readonly string[];
  /** WeChat could not be asked about them, or a run that is not over may tell whose grant it is (R2): next time. */
  readonly unreachable: readonly string[];
}

export type AuthorizationsReconciled = DomainEvent<
  'AuthorizationsReconciled',
  ReconciliationReport & { readonly reconciliationId: string }
>;

export type ReconciliationEvent = AuthorizationsReconciled;
