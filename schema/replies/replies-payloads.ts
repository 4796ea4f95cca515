import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from '../account/account.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import { AccountNotFound, NotAccountOwner } from '../refusals/of-accounts.js';
import { Cursor } from '../scalars/cursor.js';
import { AutomaticReplies } from './replies.js';

@ObjectType({ description: 'The account answers by these replies from now on.', simpleResolvers: true })
export class SetAutomaticRepliesSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => AutomaticReplies, {
    nullable: true,
    description: 'Gives the replies as they are now, or null when the account is gone.',
  })
  readonly replies!: Lazy<AutomaticReplies | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const SetAutomaticRepliesPayload = createUnionType({
  name: 'SetAutomaticRepliesPayload',
  description: 'What became of setAutomaticReplies: its success, or the refusal that it met.',
  types: () =>
    [SetAutomaticRepliesSuccess, AccountNotFound, NotAccountOwner, InvalidInput, IdempotencyKeyReused] as const,
});
