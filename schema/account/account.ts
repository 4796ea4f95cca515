import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { asOfField, connectionOf, totalCountField } from '../paging/connection-of.js';
import { PaymentInterface } from '../payment-interface/payment-interface.js';
import { DateTime } from '../scalars/date-time.js';
import { AccountAdvisory, AccountKind, AccountRelation, AccountStatus } from './account-enums.js';

@ObjectType({ description: 'A WeChat official account (公众号) that the platform acts for.', simpleResolvers: true })
export class Account {
  @Field(() => ID, { description: 'Repeats the appId, so that client caches find the account.' })
  readonly id!: string;

  @Field(() => ID, { description: 'Gives the appId, by which WeChat knows the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Names the account as its followers see it.' })
  readonly nickname!: string;

  @Field(() => String, { nullable: true, description: 'Links to the account’s picture.' })
  readonly avatarUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Gives WeChat’s original id (gh_…); null for a recipient.' })
  readonly originalId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Names the company or person that the account belongs to; null for a recipient.',
  })
  readonly principalName!: string | null;

  @Field(() => AccountKind, { description: 'Tells whether it is a service or a subscription account.' })
  readonly kind!: keyof typeof AccountKind;

  @Field(() => Boolean, { description: 'Tells whether WeChat has verified the account.' })
  readonly verified!: boolean;

  @Field(() => String, { nullable: true, description: 'Links to the QR code by which people follow the account.' })
  readonly qrCodeUrl!: string | null;

  @Field(() => AccountStatus, { description: 'Tells whether the platform may act for the account now.' })
  readonly status!: keyof typeof AccountStatus;

  @Field(() => [AccountAdvisory], { description: 'Lists what the account will not be able to do, and why.' })
  readonly advisories!: readonly (keyof typeof AccountAdvisory)[];

  @Field(() => AccountRelation, {
    nullable: true,
    description: 'Tells what your tenant is to the account; null for auditors and platform administrators.',
  })
  readonly relation!: keyof typeof AccountRelation | null;

  @Field(() => DateTime, { nullable: true, description: 'Tells when it was last authorized; null for a recipient.' })
  readonly authorizedAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Tells since when the authorization is cancelled, if it is.' })
  readonly deauthorizedAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Tells when the profile was last read from WeChat.' })
  readonly profileRefreshedAt!: string | null;

  @Field(() => [PaymentInterface], { description: 'Lists the payment interfaces, in the order of adding.' })
  readonly paymentInterfaces!: readonly PaymentInterface[];
}

@ObjectType({ description: 'A set of permissions that the account’s administrator granted.', simpleResolvers: true })
export class Permission {
  @Field(() => Int, { description: 'Gives WeChat’s own number of the permission set.' })
  readonly id!: number;

  @Field(() => String, { description: 'Names the permission set in your language.' })
  readonly name!: string;
}

@ObjectType({ description: 'A page of official accounts, ordered by appId.', simpleResolvers: true })
export class AccountConnection extends connectionOf(Account, 'Account', 'official accounts') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;

  @asOfField()
  readonly asOf!: string;
}

@ObjectType({ description: 'What residents see of the official account that serves them.', simpleResolvers: true })
export class ServingAccount {
  @Field(() => ID, { description: 'Repeats the appId, so that client caches find the account.' })
  readonly id!: string;

  @Field(() => ID, { description: 'Gives the appId, by which WeChat knows the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Names the account as its followers see it.' })
  readonly nickname!: string;

  @Field(() => String, { nullable: true, description: 'Links to the account’s picture.' })
  readonly avatarUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Links to the QR code by which people follow the account.' })
  readonly qrCodeUrl!: string | null;
}
