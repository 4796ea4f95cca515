import type { Reply } from '../../domain/replies/events.js';

/** A push to the authorization-event URL, decrypted and read (wechat protocol §2). Times are WeChat's own, ISO 8601. */
export type ComponentPush =
  | { readonly kind: 'ticket'; readonly createdAt: string; readonly ticket: string }
  | {
      readonly kind: 'authorized' | 'updateauthorized';
      readonly createdAt: string;
      readonly appId: string;
      readonly authorizationCode: string;
      readonly preAuthCode: string | null;
    }
  | { readonly kind: 'unauthorized'; readonly createdAt: string; readonly appId: string }
  /** Anything else that WeChat may tell: acknowledged, of no consequence. */
  | { readonly kind: 'other'; readonly createdAt: string; readonly infoType: string };

/** A message or an event that a resident caused (wechat protocol §7.1). Never logged, never stored (R26). */
export interface ResidentMessage {
  /** Original id of the account, `gh_…`. */
  readonly toUserName: string;
  /** The resident's openid. */
  readonly fromUserName: string;
  /** Seconds since 1970. */
  readonly createTime: number;
  /** `text`, `image`, `event`, … as WeChat names it. */
  readonly type: string;
  /** Of a text. */
  readonly content: string | null;
  /** 64 bits in decimal; events have none. */
  readonly messageId: string | null;
  /** Of an event: `subscribe`, `CLICK`, `LOCATION`, … in WeChat's own case. */
  readonly event: string | null;
  readonly eventKey: string | null;
}

/** What an account answers a resident in the answer to WeChat's request (wechat protocol §7.4). */
export type PassiveReply = Reply;

/** Who takes what WeChat sends, once it is known to be WeChat's. Both may be told the same more than once. */
export interface CallbackReceiver {
  /** Resolves when it is on disk: what it brings about goes on behind, and again after a crash until it is done. */
  push(push: ComponentPush, correlationId: string): Promise<void>;
  /** The reply, or null to say nothing. `appId` is the one in the URL. */
  message(appId: string, message: ResidentMessage): Promise<PassiveReply | null>;
}
