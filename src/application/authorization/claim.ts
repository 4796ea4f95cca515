import type { Exchange } from './authorization-code.js';

/** What a push tells and the browser's redirect does not. */
export interface NamedByPush {
  readonly appId: string;
  /** WeChat's own time of the grant, ISO 8601. */
  readonly grantedAt: string;
}

/** What is kept of a claimed run until it has become events: encrypted, in the vault. */
export interface Claim extends Exchange {
  readonly authorizationCode: string;
  readonly correlationId: string;
  readonly push?: NamedByPush | null;
}
