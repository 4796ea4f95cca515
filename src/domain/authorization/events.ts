import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `authorization-{id}`: one run of the QR flow (R1). */

interface OfRun {
  readonly authorizationId: string;
  readonly tenantId: string;
}

export type AuthorizationStarted = DomainEvent<
  'AuthorizationStarted',
  OfRun & {
    readonly expiresAt: string;
    /** Where our page sends the browser afterwards. */
    readonly returnUrl: string | null;
  }
>;

/** WeChat's result reached us and is being exchanged by whoever wrote this: claimed once (R1). Never the code (R29). */
export type AuthorizationResultClaimed = DomainEvent<
  'AuthorizationResultClaimed',
  OfRun & {
    /** Random id of the claim: its winner exchanges the code. */
    readonly claimId: string;
  }
>;

export type AuthorizationSucceeded = DomainEvent<
  'AuthorizationSucceeded',
  OfRun & { readonly appId: string; readonly tenure: number; readonly grant: number }
>;

export type AuthorizationRefusalCode = 'ACCOUNT_OWNED_BY_ANOTHER' | 'WECHAT_REFUSED';

export type AuthorizationRefused = DomainEvent<
  'AuthorizationRefused',
  OfRun & {
    readonly code: AuthorizationRefusalCode;
    /** Of ACCOUNT_OWNED_BY_ANOTHER: the account that WeChat granted. */
    readonly appId: string | null;
    /** Of WECHAT_REFUSED. */
    readonly errcode: number | null;
    readonly errmsg: string | null;
  }
>;

export type AuthorizationEvent =
  AuthorizationStarted | AuthorizationResultClaimed | AuthorizationSucceeded | AuthorizationRefused;
