import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { AccountRelation, AccountStatus } from '../account/account-enums.js';
import { connectionOf, totalCountField } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';
import { SharingStatus } from '../sharing/sharing.js';
import { TenantRef } from '../tenant/tenant-ref.js';

/** Types of the past have no field named id: a client's cache must never merge the past into the present. */

@ObjectType({ description: 'A payment interface as it was at a moment.', simpleResolvers: true })
export class PastPaymentInterface {
  @Field(() => ID, {
    name: 'paymentInterfaceId',
    simple: false,
    description: 'Identifies the payment interface.',
  })
  readonly id!: string;

  @Field(() => String, { description: 'Names the payment interface.' })
  readonly name!: string;

  @Field(() => String, {
    description: 'Gives the WeChat Pay merchant number to which the money of bound communities settled.',
  })
  readonly merchantNumber!: string;
}

@ObjectType({ description: 'An official account as it was at a moment.', simpleResolvers: true })
export class PastAccount {
  @Field(() => ID, { description: 'Gives the appId, by which WeChat knows the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Names the account as its followers saw it.' })
  readonly nickname!: string;

  @Field(() => AccountStatus, { description: 'Tells whether the platform could act for the account.' })
  readonly status!: keyof typeof AccountStatus;

  @Field(() => AccountRelation, {
    nullable: true,
    description: 'Tells what your tenant was to the account; null for auditors.',
  })
  readonly relation!: keyof typeof AccountRelation | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Tells when it had last been authorized; null for who was a recipient.',
  })
  readonly authorizedAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Tells since when the authorization was cancelled, if it was.',
  })
  readonly deauthorizedAt!: string | null;

  @Field(() => [PastPaymentInterface], { description: 'Lists the payment interfaces, in the order of adding.' })
  readonly paymentInterfaces!: readonly PastPaymentInterface[];
}

@ObjectType({ description: 'A page of official accounts of the past, ordered by appId.', simpleResolvers: true })
export class PastAccountConnection extends connectionOf(PastAccount, 'PastAccount', 'official accounts of the past') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}

@ObjectType({ description: 'A sharing as it was at a moment.', simpleResolvers: true })
export class PastSharing {
  @Field(() => ID, { name: 'sharingId', simple: false, description: 'Identifies the sharing.' })
  readonly id!: string;

  @Field(() => SharingStatus, { description: 'Tells whether the sharing lasted.' })
  readonly status!: keyof typeof SharingStatus;

  @Field(() => TenantRef, { description: 'Names the tenant that shared, as it is called today.' })
  readonly owner!: TenantRef;

  @Field(() => TenantRef, { description: 'Names the tenant that the account was shared with, as it is called today.' })
  readonly recipient!: TenantRef;

  @Field(() => DateTime, { description: 'Tells when the share code was redeemed.' })
  readonly since!: string;

  @Field(() => DateTime, { nullable: true, description: 'Tells when the sharing had ended, if it had.' })
  readonly endedAt!: string | null;
}

@ObjectType({ description: 'A page of sharings of the past, oldest first.', simpleResolvers: true })
export class PastSharingConnection extends connectionOf(PastSharing, 'PastSharing', 'sharings of the past') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}
