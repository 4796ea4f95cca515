import { Map } from 'immutable';
import type { AccountProfile } from './events.js';

export type AccountStatus = 'NONE' | 'AUTHORIZED' | 'DEAUTHORIZED' | 'RELEASED';

export interface PaymentInterfaceState {
  readonly id: string;
  readonly name: string;
  readonly merchantNumber: string;
}

export interface SharingState {
  readonly sharingId: string;
  readonly tenure: number;
  /** Tenant that owned the account in that tenure. */
  readonly owner: string;
  readonly recipient: string;
  readonly status: 'ACTIVE' | 'ENDED';
  /** ISO 8601. */
  readonly since: string;
}

/** What decisions need to know of an official account. */
export interface AccountState {
  /** Null while NONE. */
  readonly appId: string | null;
  /** Number of the present or, when RELEASED, the last ownership; 0 while NONE. */
  readonly tenure: number;
  /** Null while NONE or RELEASED. */
  readonly owner: string | null;
  readonly status: AccountStatus;
  /** Number of the newest grant, over all tenures; 0 while NONE. */
  readonly grant: number;
  readonly profile: AccountProfile | null;
  readonly permissions: readonly number[];
  /** Since when it is DEAUTHORIZED: WeChat's time of it, or ours where WeChat told none. */
  readonly deauthorizedAt: string | null;
  /** WeChat's own time of the cancellation that holds; null where WeChat told none. */
  readonly cancelledAt: string | null;
  /** WeChat's own time of the newest grant; null where WeChat told none. */
  readonly grantedAt: string | null;
  /** Of the present tenure, by id. */
  readonly paymentInterfaces: Map<string, PaymentInterfaceState>;
  /** Of every tenure, by id: ended ones answer both their parties for ever (R23). */
  readonly sharings: Map<string, SharingState>;
  /** Ids of the active sharings by recipient. */
  readonly activeSharingByRecipient: Map<string, string>;
}

export const NO_ACCOUNT: AccountState = {
  appId: null,
  tenure: 0,
  owner: null,
  status: 'NONE',
  grant: 0,
  profile: null,
  permissions: [],
  deauthorizedAt: null,
  cancelledAt: null,
  grantedAt: null,
  paymentInterfaces: Map(),
  sharings: Map(),
  activeSharingByRecipient: Map(),
};
