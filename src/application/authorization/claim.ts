import type { Grant } from '../../wechat/component-platform.js';

/** What a push tells and the browser's redirect does not. */
export interface NamedByPush {
  readonly appId: string;
  /** WeChat's own time of the grant, ISO 8601. */
  readonly grantedAt: string;
}

/** What is kept of a claimed run until it has become events: encrypted, in the vault. */
export interface Claim {
  readonly authorizationCode: string;
  readonly correlationId: string;
  /** What WeChat gave for the code, once; null while its answer did not reach the disk. */
  readonly grant: Grant | null;
  /** When WeChat was asked first, ISO 8601: absent while the code can only have been spent by somebody else. */
  readonly askedAt?: string;
  readonly push?: NamedByPush | null;
}
