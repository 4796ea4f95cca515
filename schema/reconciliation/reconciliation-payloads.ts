import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { IdempotencyKeyReused, InvalidInput, WeChatRefused, WeChatUnavailable } from '../refusals/general.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({
  description:
    'Our accounts were compared with WeChat’s list; with dryRun nothing was changed, and what would be is told.',
  simpleResolvers: true,
})
export class ReconcileAuthorizationsSuccess {
  @Field(() => Int, { description: 'Counts the accounts that were compared, ours and whatever else WeChat lists.' })
  readonly checked!: number;

  @Field(() => Int, { description: 'Counts the accounts in `authorized`.' })
  readonly authorizedCount!: number;

  @Field(() => Int, { description: 'Counts the accounts in `deauthorized`.' })
  readonly deauthorizedCount!: number;

  @Field(() => [ID], { description: 'Lists accounts that are granted at WeChat and were not here: they have resumed.' })
  readonly authorized!: readonly string[];

  @Field(() => [ID], {
    description: 'Lists accounts that were authorized here and are not granted at WeChat any more.',
  })
  readonly deauthorized!: readonly string[];

  @Field(() => [ID], {
    description: 'Lists accounts whose grant had been replaced without our knowing: the new one has been taken over.',
  })
  readonly renewed!: readonly string[];

  @Field(() => [ID], {
    description: 'Lists accounts that are granted and whose owner nobody knows: their tenants have to scan again.',
  })
  readonly ownerUnknown!: readonly string[];

  @Field(() => [ID], {
    description: 'Lists accounts that are granted still and were released here: they stay released.',
  })
  readonly released!: readonly string[];

  @Field(() => [ID], {
    description:
      'Lists accounts that their owner cancelled and another tenant authorized: they stay deauthorized, and can be released for it.',
  })
  readonly contested!: readonly string[];

  @Field(() => [ID], {
    description:
      'Lists accounts that are granted but of which WeChat tells no credentials: their owners have to scan again.',
  })
  readonly withoutCredentials!: readonly string[];

  @Field(() => [ID], {
    description:
      'Lists accounts about which WeChat could not be asked, or whose new grant may be another tenant’s: they come next time.',
  })
  readonly unreachable!: readonly string[];

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const ReconcileAuthorizationsPayload = createUnionType({
  name: 'ReconcileAuthorizationsPayload',
  description: 'What became of reconcileAuthorizations: its success, or the refusal that it met.',
  types: () =>
    [ReconcileAuthorizationsSuccess, WeChatRefused, InvalidInput, WeChatUnavailable, IdempotencyKeyReused] as const,
});
