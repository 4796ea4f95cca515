import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { describedEnum } from '../described-enum.js';
import { WeChatRefused } from '../refusals/general.js';
import { AccountOwnedByAnother } from '../refusals/of-accounts.js';
import { DateTime } from '../scalars/date-time.js';

export const AuthorizationStatus = describedEnum('AuthorizationStatus', 'What has become of a run of the QR flow.', {
  WAITING: 'The account’s administrator has not confirmed yet.',
  AUTHORIZED: 'The administrator confirmed, and the account is authorized.',
  REFUSED: 'The account could not be authorized; the refusal says why.',
  EXPIRED: 'Nobody confirmed in time; start another one.',
});

export const AuthorizationRefusal = createUnionType({
  name: 'AuthorizationRefusal',
  description: 'Why an authorization was refused.',
  types: () => [AccountOwnedByAnother, WeChatRefused] as const,
});

@ObjectType({
  description: 'One run of the QR flow by which an account’s administrator authorizes the platform.',
  simpleResolvers: true,
})
export class Authorization {
  @Field(() => ID, { description: 'Identifies the run.' })
  readonly id!: string;

  @Field(() => AuthorizationStatus, { description: 'Tells what has become of the run.' })
  readonly status!: keyof typeof AuthorizationStatus;

  @Field(() => String, {
    description: 'Links to our page that shows WeChat’s QR code on a PC, for the administrator to scan.',
  })
  readonly url!: string;

  @Field(() => String, { description: 'Links to our page for a phone with WeChat.' })
  readonly mobileUrl!: string;

  @Field(() => String, { description: 'Draws the phone link as a QR code in SVG, so that no QR library is needed.' })
  readonly qrCodeSvg!: () => string;

  @Field(() => DateTime, { description: 'Tells until when the administrator may confirm.' })
  readonly expiresAt!: string;
}
