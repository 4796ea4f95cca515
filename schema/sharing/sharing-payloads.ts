import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from '../account/account.js';
import { IdempotencyKeyReused, InvalidInput, TooManyAtOnce } from '../refusals/general.js';
import { AccountNotAuthorized, BindingsRemain, NotAccountOwner } from '../refusals/of-accounts.js';
import {
  AlreadyShared,
  OwnAccount,
  ShareCodeAlreadyUsed,
  ShareCodeCancelled,
  ShareCodeExpired,
  ShareCodeMistyped,
  ShareCodeUnknown,
  SharingAlreadyEnded,
  SharingNotFound,
  TooManyAttempts,
} from '../refusals/of-sharings.js';
import { Cursor } from '../scalars/cursor.js';
import { Sharing } from './sharing.js';

@ObjectType({ description: 'The account is now shared with your tenant.', simpleResolvers: true })
export class RedeemShareCodeSuccess {
  @Field(() => Sharing, { nullable: true, description: 'Gives the sharing as it is now.' })
  readonly sharing!: Lazy<Sharing | null>;

  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RedeemShareCodePayload = createUnionType({
  name: 'RedeemShareCodePayload',
  description: 'What became of redeemShareCode: its success, or the refusal that it met.',
  types: () =>
    [
      RedeemShareCodeSuccess,
      InvalidInput,
      ShareCodeMistyped,
      ShareCodeUnknown,
      ShareCodeExpired,
      ShareCodeAlreadyUsed,
      ShareCodeCancelled,
      OwnAccount,
      AlreadyShared,
      AccountNotAuthorized,
      TooManyAttempts,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The sharing has ended.', simpleResolvers: true })
export class RevokeSharingSuccess {
  @Field(() => Sharing, { nullable: true, description: 'Gives the sharing as it ended.' })
  readonly sharing!: Lazy<Sharing | null>;

  @Field(() => Int, { description: 'Counts the communities that were unbound in the same step.' })
  readonly unboundCommunityCount!: number;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RevokeSharingPayload = createUnionType({
  name: 'RevokeSharingPayload',
  description: 'What became of revokeSharing: its success, or the refusal that it met.',
  types: () =>
    [
      RevokeSharingSuccess,
      TooManyAtOnce,
      SharingAlreadyEnded,
      InvalidInput,
      SharingNotFound,
      BindingsRemain,
      NotAccountOwner,
      IdempotencyKeyReused,
    ] as const,
});
