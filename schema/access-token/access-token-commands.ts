import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { IssueAccessTokenInput } from './access-token-inputs.js';
import { IssueAccessTokenPayload, IssueAccessTokenSuccess } from './access-token-payloads.js';

@Resolver()
export class AccessTokenCommands {
  @Mutation(() => IssueAccessTokenPayload, {
    nullable: true,
    description:
      'Gives a service a valid token to act for an account; it may be asked for whenever one is needed, and has no idempotency key.',
  })
  issueAccessToken(
    @Arg('input', () => IssueAccessTokenInput, { description: 'Names the account.' }) input: IssueAccessTokenInput,
    @Ctx() context: Context,
  ): PayloadOf<IssueAccessTokenSuccess> {
    return answer(context, context.app.commands.issueAccessToken, input, ({ accessToken, expiresAt }) =>
      made(IssueAccessTokenSuccess, { accessToken, expiresAt }),
    );
  }
}
