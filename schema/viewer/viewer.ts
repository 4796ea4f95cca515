import { Field, ID, ObjectType } from 'type-graphql';
import { describedEnum } from '../described-enum.js';
import { TenantRef } from '../tenant/tenant-ref.js';

export const Role = describedEnum('Role', 'What a token allows.', {
  VIEWER: 'Reads what concerns its tenant.',
  OPERATOR: 'Reads what concerns its tenant and gives its commands.',
  AUDITOR: 'Reads everything of every tenant and gives no command.',
  SERVICE: 'Follows the communities, bindings and account status of every tenant.',
  PLATFORM_ADMIN: 'Runs the installation, and releases accounts for owners who cannot.',
});

@ObjectType({ description: 'Who the token says is asking.', simpleResolvers: true })
export class Viewer {
  @Field(() => ID, { description: 'Gives the subject of the token.' })
  readonly subject!: string;

  @Field(() => String, { nullable: true, description: 'Names the person, where the token does.' })
  readonly name!: string | null;

  @Field(() => [Role], { description: 'Lists what the token allows.' })
  readonly roles!: readonly (keyof typeof Role)[];

  @Field(() => TenantRef, {
    nullable: true,
    description: 'Names the tenant asked for; null for auditors, services and platform administrators.',
  })
  readonly tenant!: TenantRef | null;
}
