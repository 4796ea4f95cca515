import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import type { BindingEndReason as Reason } from '../../src/domain/tenant/events.js';
import { Account, ServingAccount } from '../account/account.js';
import { AuditEvent } from '../audit/audit-event.js';
import { BoundCommunity } from '../community/binding.js';
import { PaymentInterface } from '../payment-interface/payment-interface.js';
import { Cursor } from '../scalars/cursor.js';
import { DateTime } from '../scalars/date-time.js';
import { Sharing } from '../sharing/sharing.js';
import { Actor } from '../tenant/actor.js';
import { TenantRef } from '../tenant/tenant-ref.js';
import { AccountChangeKind, BindingChangeKind, BindingEndReason } from './feed-enums.js';

const CURSOR = 'Gives the position to begin behind when the feed is followed again.';

@ObjectType({
  description:
    'How far the feed has come where there is nothing to tell: first of all, when the past has been told, and then at least every 10 seconds or 1,000 events.',
  simpleResolvers: true,
})
export class FeedCheckpoint {
  @Field(() => Cursor, { description: CURSOR })
  readonly cursor!: string;

  @Field(() => Boolean, { description: 'Tells whether the past has been told, so that what follows is new.' })
  readonly caughtUp!: boolean;
}

@ObjectType({ description: 'A change of what a community is bound to.', simpleResolvers: true })
export class BindingChange {
  @Field(() => Cursor, { description: CURSOR })
  readonly cursor!: string;

  @Field(() => BindingChangeKind, { description: 'Tells what changed.' })
  readonly kind!: keyof typeof BindingChangeKind;

  @Field(() => BoundCommunity, {
    nullable: true,
    description: 'Names the community; null where every binding of the account is concerned.',
  })
  readonly community!: BoundCommunity | null;

  @Field(() => TenantRef, {
    nullable: true,
    description: 'Names the community’s tenant; null where every binding of the account is concerned.',
  })
  readonly tenant!: TenantRef | null;

  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => ID, { nullable: true, description: 'Identifies the payment interface, where one is concerned.' })
  readonly paymentInterfaceId!: string | null;

  @Field(() => BindingEndReason, { nullable: true, description: 'Tells why it ended, where it ended.' })
  readonly reason!: Reason | null;

  @Field(() => ServingAccount, { nullable: true, description: 'Gives the account as it is now.' })
  readonly account!: Lazy<ServingAccount | null>;

  @Field(() => PaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface, where one is concerned.',
  })
  readonly paymentInterface!: PaymentInterface | null;

  @Field(() => DateTime, { description: 'Tells when it happened.' })
  readonly occurredAt!: string;

  @Field(() => Actor, { description: 'Tells who acted.' })
  readonly actor!: Actor;
}

@ObjectType({ description: 'A change of an account or of a sharing, one message a command.', simpleResolvers: true })
export class AccountChange {
  @Field(() => Cursor, { description: CURSOR })
  readonly cursor!: string;

  @Field(() => AccountChangeKind, { description: 'Tells what changed.' })
  readonly kind!: keyof typeof AccountChangeKind;

  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => Account, {
    nullable: true,
    description: 'Gives the account as it is now, or null when you see it no more.',
  })
  readonly account!: Lazy<Account | null>;

  @Field(() => Sharing, { nullable: true, description: 'Gives the sharing as it is now, where one is concerned.' })
  readonly sharing!: Lazy<Sharing | null>;

  @Field(() => PaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface, where one is concerned.',
  })
  readonly paymentInterface!: PaymentInterface | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Counts the share codes of the command, where share codes are concerned.',
  })
  readonly shareCodeCount!: number | null;

  @Field(() => DateTime, { description: 'Tells when it happened.' })
  readonly occurredAt!: string;

  @Field(() => Actor, { description: 'Tells who acted.' })
  readonly actor!: Actor;
}

export const BindingFeedMessage = createUnionType({
  name: 'BindingFeedMessage',
  description: 'A message of bindingChanges.',
  types: () => [BindingChange, FeedCheckpoint] as const,
});

export const AccountFeedMessage = createUnionType({
  name: 'AccountFeedMessage',
  description: 'A message of accountChanges.',
  types: () => [AccountChange, FeedCheckpoint] as const,
});

export const AuditFeedMessage = createUnionType({
  name: 'AuditFeedMessage',
  description: 'A message of auditTrail.',
  types: () => [AuditEvent, FeedCheckpoint] as const,
});
