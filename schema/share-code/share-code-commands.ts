import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { CancelShareCodesInput, GenerateShareCodesInput } from './share-code-inputs.js';
import {
  CancelShareCodesPayload,
  CancelShareCodesSuccess,
  GenerateShareCodesPayload,
  GenerateShareCodesSuccess,
} from './share-code-payloads.js';

@Resolver()
export class ShareCodeCommands {
  @Mutation(() => GenerateShareCodesPayload, {
    nullable: true,
    description: 'Generates single-use share codes, shown in this one answer and nowhere else, ever.',
  })
  generateShareCodes(
    @Arg('input', () => GenerateShareCodesInput, { description: 'Says how many, and for which account.' })
    input: GenerateShareCodesInput,
    @Ctx() context: Context,
  ): PayloadOf<GenerateShareCodesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.generateShareCodes, input, ({ appId, codes }, cursor) =>
      made(GenerateShareCodesSuccess, { account: () => queries.account(context, appId), codes, cursor }),
    );
  }

  @Mutation(() => CancelShareCodesPayload, {
    nullable: true,
    description: 'Cancels open share codes by their labels, all of them or none.',
  })
  cancelShareCodes(
    @Arg('input', () => CancelShareCodesInput, { description: 'Names the share codes.' }) input: CancelShareCodesInput,
    @Ctx() context: Context,
  ): PayloadOf<CancelShareCodesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.cancelShareCodes, input, ({ appId, digests }, cursor) =>
      made(CancelShareCodesSuccess, {
        account: () => queries.account(context, appId),
        shareCodes: () => queries.shareCodesByDigests(context, digests),
        cursor,
      }),
    );
  }
}
