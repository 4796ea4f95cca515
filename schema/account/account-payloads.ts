import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from './account.js';
import { Authorization } from '../authorization/authorization.js';
import {
  IdempotencyKeyReused,
  InvalidInput,
  TooManyAtOnce,
  WeChatRefused,
  WeChatUnavailable,
} from '../refusals/general.js';
import {
  AccountNotAuthorized,
  AccountNotFound,
  BindingsRemain,
  NotAccountOwner,
  SharingsRemain,
} from '../refusals/of-accounts.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({
  description: 'An authorization was started: show its QR code to the account’s administrator.',
  simpleResolvers: true,
})
export class AuthorizeAccountSuccess {
  @Field(() => Authorization, { nullable: true, description: 'Gives the run of the QR flow as it is now.' })
  readonly authorization!: Lazy<Authorization | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const AuthorizeAccountPayload = createUnionType({
  name: 'AuthorizeAccountPayload',
  description: 'What became of authorizeAccount: its success, or the refusal that it met.',
  types: () => [AuthorizeAccountSuccess, WeChatRefused, InvalidInput, IdempotencyKeyReused, WeChatUnavailable] as const,
});

@ObjectType({ description: 'The profile was read from WeChat again.', simpleResolvers: true })
export class RefreshAccountProfileSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RefreshAccountProfilePayload = createUnionType({
  name: 'RefreshAccountProfilePayload',
  description: 'What became of refreshAccountProfile: its success, or the refusal that it met.',
  types: () =>
    [
      RefreshAccountProfileSuccess,
      WeChatRefused,
      InvalidInput,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      WeChatUnavailable,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The account was given up, and another tenant may authorize it.', simpleResolvers: true })
export class ReleaseAccountSuccess {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Says how the account’s administrator ends the grant itself in WeChat.' })
  readonly note!: string;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const ReleaseAccountPayload = createUnionType({
  name: 'ReleaseAccountPayload',
  description: 'What became of releaseAccount: its success, or the refusal that it met.',
  types: () =>
    [
      ReleaseAccountSuccess,
      InvalidInput,
      AccountNotFound,
      NotAccountOwner,
      BindingsRemain,
      SharingsRemain,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({
  description: 'The account was released for its owner, with all its sharings and bindings.',
  simpleResolvers: true,
})
export class ForceReleaseAccountSuccess {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => Int, { description: 'Counts the sharings that ended.' })
  readonly endedSharingCount!: number;

  @Field(() => Int, { description: 'Counts the communities that were unbound.' })
  readonly unboundCommunityCount!: number;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const ForceReleaseAccountPayload = createUnionType({
  name: 'ForceReleaseAccountPayload',
  description: 'What became of forceReleaseAccount: its success, or the refusal that it met.',
  types: () =>
    [ForceReleaseAccountSuccess, AccountNotFound, TooManyAtOnce, InvalidInput, IdempotencyKeyReused] as const,
});
