import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the streams `access-token-{…}`. They never change meaning; new shapes are new versions. */

/**
 * A service was given a version of an account's access token, for the first time. Which service it was tells the actor;
 * nothing here is made of the token (R29).
 */
export type AccessTokenIssued = DomainEvent<
  'AccessTokenIssued',
  {
    readonly appId: string;
    readonly tenure: number;
    /** Tenant that owned the account then. */
    readonly owner: string;
    /** Number of the grant that the token comes from. */
    readonly grant: number;
    /** Random number by which the broker tells one token from the next. */
    readonly tokenVersion: number;
  }
>;

export type AccessTokenEvent = AccessTokenIssued;
