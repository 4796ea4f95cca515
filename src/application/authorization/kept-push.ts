import type { ComponentPush } from '../../wechat/callbacks/receiver.js';
import type { Exchange } from './authorization-code.js';

export type AuthorizationPush = Extract<
  ComponentPush,
  { readonly kind: 'authorized' | 'updateauthorized' | 'unauthorized' }
>;
export type GrantPush = Exclude<AuthorizationPush, { readonly kind: 'unauthorized' }>;

/** What is kept of a push until it is dealt with: encrypted, in the vault. */
export interface KeptPush<Push extends AuthorizationPush = AuthorizationPush> extends Exchange {
  readonly push: Push;
  readonly correlationId: string;
  /** ISO 8601. */
  readonly takenAt: string;
}
