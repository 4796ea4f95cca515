import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { describedEnum } from '../described-enum.js';
import { TenantRef } from './tenant-ref.js';

export const ActorKind = describedEnum('ActorKind', 'What kind of actor acted.', {
  PERSON: 'A person with a token of their own acted.',
  SERVICE: 'Another program with a token of its own acted.',
  WECHAT: 'WeChat told of something, for example that the administrator cancelled.',
  SYSTEM: 'The platform acted by itself.',
});

@ObjectType({
  description:
    'Who acted: of another tenant’s person only `tenant` and `kind` are told, and of a forgotten person only `id`.',
  simpleResolvers: true,
})
export class Actor {
  @Field(() => ID, { nullable: true, description: 'Identifies the person at random, as events name it.' })
  readonly id!: string | null;

  @Field(() => ID, { nullable: true, description: 'Gives the subject that the person’s token names.' })
  readonly subject!: Lazy<string | null>;

  @Field(() => String, { nullable: true, description: 'Names the person, where the name is known.' })
  readonly name!: Lazy<string | null>;

  @Field(() => TenantRef, { nullable: true, description: 'Names the tenant that the actor acted for.' })
  readonly tenant!: TenantRef | null;

  @Field(() => ActorKind, { description: 'Tells what kind of actor it was.' })
  readonly kind!: keyof typeof ActorKind;
}
