import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { ServingAccount } from '../account/account.js';
import { describedEnum } from '../described-enum.js';
import { asOfField, connectionOf, totalCountField } from '../paging/connection-of.js';
import { PaymentInterface } from '../payment-interface/payment-interface.js';
import { DateTime } from '../scalars/date-time.js';
import { TenantRef } from '../tenant/tenant-ref.js';

export const ServiceUnavailableReason = describedEnum(
  'ServiceUnavailableReason',
  'Why residents of a community get no service.',
  {
    NOT_BOUND: 'The community is bound to no official account.',
    ACCOUNT_DEAUTHORIZED: 'The account’s administrator cancelled in WeChat, so the binding is suspended.',
  },
);

export const PaymentUnavailableReason = describedEnum('PaymentUnavailableReason', 'Why residents cannot pay.', {
  NO_ACCOUNT: 'The community is bound to no official account.',
  NOT_BOUND: 'The community is bound to no payment interface of its account.',
  ACCOUNT_DEAUTHORIZED: 'The account’s administrator cancelled in WeChat, so the binding is suspended.',
});

@ObjectType({
  description: 'What residents of the community are served by at this moment, or why by nothing.',
  simpleResolvers: true,
})
export class CommunityService {
  @Field(() => Boolean, { description: 'Tells whether residents are served now.' })
  readonly available!: boolean;

  @Field(() => ServiceUnavailableReason, { nullable: true, description: 'Tells why they are not, when they are not.' })
  readonly reason!: keyof typeof ServiceUnavailableReason | null;

  @Field(() => ServingAccount, {
    nullable: true,
    description: 'Gives the account that the community is bound to; it serves when `available` is true.',
  })
  readonly account!: ServingAccount | null;

  @Field(() => PaymentInterface, { nullable: true, description: 'Gives the payment interface that takes money now.' })
  readonly paymentInterface!: PaymentInterface | null;

  @Field(() => PaymentUnavailableReason, {
    nullable: true,
    description: 'Tells why residents cannot pay, when `paymentInterface` is null.',
  })
  readonly paymentReason!: keyof typeof PaymentUnavailableReason | null;

  @Field(() => DateTime, { nullable: true, description: 'Tells since when the community is bound, if it is.' })
  readonly boundAt!: string | null;
}

@ObjectType({ description: 'A residential community (小区) that a tenant manages.', simpleResolvers: true })
export class Community {
  @Field(() => ID, { description: 'Identifies the community.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Gives the platform’s own id, unique in the tenant.' })
  readonly externalId!: string | null;

  @Field(() => String, { description: 'Names the community.' })
  readonly name!: string;

  @Field(() => TenantRef, { description: 'Names the tenant that manages the community.' })
  readonly tenant!: TenantRef;

  @Field(() => CommunityService, {
    description: 'Tells which account and which payment interface serve residents now, or why none does.',
  })
  readonly service!: Lazy<CommunityService>;

  @Field(() => DateTime, { description: 'Tells when the community was registered.' })
  readonly createdAt!: string;
}

@ObjectType({
  description:
    'A page of communities: oldest registration first, or oldest binding first when one account is asked for.',
  simpleResolvers: true,
})
export class CommunityConnection extends connectionOf(Community, 'Community', 'communities') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;

  @asOfField()
  readonly asOf!: string;
}
