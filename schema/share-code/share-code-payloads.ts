import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from '../account/account.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import { AccountNotAuthorized, AccountNotFound, NotAccountOwner } from '../refusals/of-accounts.js';
import { ShareCodesNotOpen } from '../refusals/of-sharings.js';
import { Cursor } from '../scalars/cursor.js';
import { ShareCode, GeneratedShareCode } from './share-code.js';

@ObjectType({
  description: 'The share codes were generated; keep them now, since they are shown nowhere else.',
  simpleResolvers: true,
})
export class GenerateShareCodesSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => [GeneratedShareCode], { description: 'Lists the codes, which are shown in this one answer only.' })
  readonly codes!: readonly GeneratedShareCode[];

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const GenerateShareCodesPayload = createUnionType({
  name: 'GenerateShareCodesPayload',
  description: 'What became of generateShareCodes: its success, or the refusal that it met.',
  types: () =>
    [
      GenerateShareCodesSuccess,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The share codes were cancelled.', simpleResolvers: true })
export class CancelShareCodesSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => [ShareCode], { description: 'Lists the share codes as they are now, in input order.' })
  readonly shareCodes!: Lazy<readonly ShareCode[]>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const CancelShareCodesPayload = createUnionType({
  name: 'CancelShareCodesPayload',
  description: 'What became of cancelShareCodes: its success, or the refusal that it met.',
  types: () =>
    [
      CancelShareCodesSuccess,
      AccountNotFound,
      NotAccountOwner,
      ShareCodesNotOpen,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});
