import { createUnionType, Field, ObjectType } from 'type-graphql';
import { InvalidInput, WeChatRefused, WeChatUnavailable } from '../refusals/general.js';
import { AccountNotAuthorized, AccountNotFound } from '../refusals/of-accounts.js';
import { DateTime } from '../scalars/date-time.js';

// Without an id: a client cache must not keep the token.
@ObjectType({
  description: 'A token by which a service may call WeChat in the account’s name.',
  simpleResolvers: true,
})
export class IssueAccessTokenSuccess {
  @Field(() => String, {
    description: 'Gives the token, which is told to services alone and is to be kept out of logs.',
  })
  readonly accessToken!: string;

  @Field(() => DateTime, {
    description: 'Tells when it ends at the latest; WeChat may end it earlier, and then the service asks again.',
  })
  readonly expiresAt!: string;
}

export const IssueAccessTokenPayload = createUnionType({
  name: 'IssueAccessTokenPayload',
  description: 'What became of issueAccessToken: its success, or the refusal that it met.',
  types: () =>
    [
      IssueAccessTokenSuccess,
      WeChatRefused,
      InvalidInput,
      AccountNotFound,
      AccountNotAuthorized,
      WeChatUnavailable,
    ] as const,
});
