import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { messagesIn } from '../messages/catalogue.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import {
  AuthorizeAccountInput,
  ForceReleaseAccountInput,
  RefreshAccountProfileInput,
  ReleaseAccountInput,
} from './account-inputs.js';
import {
  AuthorizeAccountPayload,
  AuthorizeAccountSuccess,
  ForceReleaseAccountPayload,
  ForceReleaseAccountSuccess,
  RefreshAccountProfilePayload,
  RefreshAccountProfileSuccess,
  ReleaseAccountPayload,
  ReleaseAccountSuccess,
} from './account-payloads.js';

@Resolver()
export class AccountCommands {
  @Mutation(() => AuthorizeAccountPayload, {
    nullable: true,
    description: 'Starts an authorization: the account’s administrator scans its QR code with WeChat and confirms.',
  })
  authorizeAccount(
    @Arg('input', () => AuthorizeAccountInput, { description: 'Says how to start it.' }) input: AuthorizeAccountInput,
    @Ctx() context: Context,
  ): PayloadOf<AuthorizeAccountSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.authorizeAccount, input, ({ authorizationId }, cursor) =>
      made(AuthorizeAccountSuccess, {
        authorization: () => queries.authorization(context, authorizationId),
        cursor,
      }),
    );
  }

  @Mutation(() => RefreshAccountProfilePayload, {
    nullable: true,
    description: 'Reads the account’s profile and permissions from WeChat again.',
  })
  refreshAccountProfile(
    @Arg('input', () => RefreshAccountProfileInput, { description: 'Names the account.' })
    input: RefreshAccountProfileInput,
    @Ctx() context: Context,
  ): PayloadOf<RefreshAccountProfileSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.refreshAccountProfile, input, ({ appId }, cursor) =>
      made(RefreshAccountProfileSuccess, { account: () => queries.account(context, appId), cursor }),
    );
  }

  @Mutation(() => ReleaseAccountPayload, {
    nullable: true,
    description:
      'Gives an account up that has no sharing and no binding left, so that another tenant may authorize it.',
  })
  releaseAccount(
    @Arg('input', () => ReleaseAccountInput, { description: 'Names the account.' }) input: ReleaseAccountInput,
    @Ctx() context: Context,
  ): PayloadOf<ReleaseAccountSuccess> {
    const note = messagesIn(context.language).releaseNote;
    return answer(context, context.app.commands.releaseAccount, input, ({ appId }, cursor) =>
      made(ReleaseAccountSuccess, { appId, note, cursor }),
    );
  }

  @Mutation(() => ForceReleaseAccountPayload, {
    nullable: true,
    description:
      'Releases an account for an owner who cannot, ending its sharings and bindings in the same step; for platform administrators.',
  })
  forceReleaseAccount(
    @Arg('input', () => ForceReleaseAccountInput, { description: 'Names the account and says why.' })
    input: ForceReleaseAccountInput,
    @Ctx() context: Context,
  ): PayloadOf<ForceReleaseAccountSuccess> {
    return answer(context, context.app.commands.forceReleaseAccount, input, (result, cursor) =>
      made(ForceReleaseAccountSuccess, { ...result, cursor }),
    );
  }
}
