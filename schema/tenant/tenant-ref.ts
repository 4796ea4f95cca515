import { Field, ID, ObjectType } from 'type-graphql';
import type { TenantView } from '../../src/application/queries/views.js';

@ObjectType({ description: 'A customer of the platform, such as a property company.', simpleResolvers: true })
export class TenantRef {
  @Field(() => ID, { description: 'Identifies the tenant.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Names the tenant, where its name is known.' })
  readonly name!: TenantView['name'];
}
