import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import type { BoundCommunityView } from '../../src/application/queries/views.js';
import { asOfField, connectionOf, totalCountField } from '../paging/connection-of.js';
import { PaymentInterface } from '../payment-interface/payment-interface.js';
import { DateTime } from '../scalars/date-time.js';
import { Actor } from '../tenant/actor.js';
import { TenantRef } from '../tenant/tenant-ref.js';

@ObjectType({
  description: 'All that the owner of an account learns of a community that another tenant bound to it.',
  simpleResolvers: true,
})
export class BoundCommunity {
  @Field(() => ID, { description: 'Identifies the community.' })
  readonly id!: string;

  @Field(() => String, { description: 'Names the community.' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the platform’s own id; null for another tenant’s community.',
  })
  readonly externalId!: BoundCommunityView['externalId'];
}

@ObjectType({ description: 'A community is bound to an official account (关联).', simpleResolvers: true })
export class Binding {
  @Field(() => ID, { description: 'Identifies the binding.' })
  readonly id!: string;

  @Field(() => BoundCommunity, { description: 'Names the bound community.' })
  readonly community!: BoundCommunity;

  @Field(() => TenantRef, { description: 'Names the tenant that manages the community.' })
  readonly tenant!: TenantRef;

  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => DateTime, { description: 'Tells since when the community is bound.' })
  readonly boundAt!: string;

  @Field(() => Actor, { description: 'Tells who bound it.' })
  readonly boundBy!: Actor;

  @Field(() => Boolean, {
    description: 'Tells whether the account’s authorization is cancelled, so that nothing is served.',
  })
  readonly suspended!: Lazy<boolean>;

  @Field(() => PaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface that the community is bound to, if any.',
  })
  readonly paymentInterface!: Lazy<PaymentInterface | null>;
}

@ObjectType({ description: 'A page of bindings, oldest first.', simpleResolvers: true })
export class BindingConnection extends connectionOf(Binding, 'Binding', 'bindings') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;

  @asOfField()
  readonly asOf!: string;
}

@ObjectType({
  description:
    'A payment binding that a command ended on the side, because the community left the account or the interface.',
  simpleResolvers: true,
})
export class EndedPaymentBinding {
  @Field(() => ID, { description: 'Identifies the community.' })
  readonly communityId!: string;

  @Field(() => ID, { description: 'Identifies the payment interface that it was bound to.' })
  readonly paymentInterfaceId!: string;
}
