import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import type { CallbackKind, CallbackOutcome, CallbackReason } from '../../src/wechat/callbacks/callback-record.js';
import { describedEnum } from '../described-enum.js';
import { connectionOf, totalCountField } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';

export const WeChatCallbackKind = describedEnum('WeChatCallbackKind', 'What WeChat told.', {
  PUSH: 'It was sent to the authorization-event address and refused before it was known what it is.',
  TICKET: 'WeChat gave the platform a new ticket.',
  AUTHORIZED: 'An account has been authorized.',
  AUTHORIZATION_UPDATED: 'The permissions of an authorization have changed.',
  UNAUTHORIZED: 'An account’s administrator has cancelled its authorization.',
  OTHER_PUSH: 'It is something else that the platform was told, of no consequence here.',
  MESSAGE: 'A resident wrote to an account or did something there.',
} satisfies Record<CallbackKind, string>);

export const WeChatCallbackOutcome = describedEnum('WeChatCallbackOutcome', 'What became of a callback.', {
  ACCEPTED: 'It was taken and dealt with.',
  DUPLICATE: 'It had been taken before and brought nothing about.',
  REFUSED: 'It was not WeChat’s, not as WeChat sends it, or for nobody here.',
  FAILED: 'It could not be taken then; WeChat sends it again.',
} satisfies Record<CallbackOutcome, string>);

export const WeChatCallbackReason = describedEnum('WeChatCallbackReason', 'Why a callback ended as it did.', {
  ADDRESS: 'The address named no account.',
  REQUEST: 'A parameter was missing or malformed, or the body could not be received.',
  CONTENT_TYPE: 'The body was not announced as XML.',
  TOO_LARGE: 'The body was too large.',
  TIME_STAMP: 'The time stamp was too far from the server’s clock.',
  SIGNATURE: 'A signature was wrong: whoever sent it does not know the token, or the token differs from WeChat’s.',
  ENVELOPE: 'The body was not the XML that carries an encrypted message.',
  CIPHERTEXT: 'None of the configured keys decrypts it.',
  APP_ID: 'It was meant for another platform.',
  CONTENT: 'What was encrypted is nothing that WeChat sends.',
  ACCOUNT_UNKNOWN: 'Nobody here owns the account that the message is for.',
  ACCOUNT_NOT_AUTHORIZED: 'The account that the message is for is not authorized now.',
  OTHER_ACCOUNT: 'The message names another account than its address.',
  FAILED: 'Something went wrong on the server.',
  SLOW: 'It took longer than WeChat waits.',
  OVERLOADED: 'Too much was under way already.',
} satisfies Record<CallbackReason, string>);

@InputType({ description: 'Which callbacks to tell; all conditions must hold.' })
export class WeChatCallbackFilter {
  @Field(() => [WeChatCallbackKind], { nullable: true, description: 'Keeps callbacks of these kinds, each once.' })
  readonly kinds?: readonly CallbackKind[] | null;

  @Field(() => [WeChatCallbackOutcome], {
    nullable: true,
    description: 'Keeps callbacks with these outcomes, each once.',
  })
  readonly outcomes?: readonly CallbackOutcome[] | null;

  @Field(() => ID, { nullable: true, description: 'Keeps callbacks that concern this account.' })
  readonly appId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Keeps callbacks from this moment on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Keeps callbacks before this moment.' })
  readonly until?: Date | null;
}

@ObjectType({ description: 'A call of WeChat’s to this server, without what was in it.', simpleResolvers: true })
export class WeChatCallback {
  @Field(() => DateTime, { description: 'Tells when it came.' })
  readonly time!: string;

  @Field(() => WeChatCallbackKind, { description: 'Tells what it was.' })
  readonly kind!: CallbackKind;

  @Field(() => ID, { nullable: true, description: 'Identifies the account that it concerns, if one is known.' })
  readonly appId!: string | null;

  @Field(() => WeChatCallbackOutcome, { description: 'Tells what became of it.' })
  readonly outcome!: CallbackOutcome;

  @Field(() => WeChatCallbackReason, {
    nullable: true,
    description: 'Tells why it was refused, failed, or was answered without waiting for its end.',
  })
  readonly reason!: CallbackReason | null;

  @Field(() => Int, { description: 'Tells after how many milliseconds it was answered.' })
  readonly durationMs!: number;
}

@ObjectType({ description: 'A page of WeChat’s last callbacks, newest first.', simpleResolvers: true })
export class WeChatCallbackConnection extends connectionOf(WeChatCallback, 'WeChatCallback', 'callbacks') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}
