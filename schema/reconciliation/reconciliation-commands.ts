import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { KeyedInput } from '../keyed-input.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { ReconcileAuthorizationsPayload, ReconcileAuthorizationsSuccess } from './reconciliation-payloads.js';

@InputType({ description: 'Says how to compare our accounts with WeChat’s list.' })
export class ReconcileAuthorizationsInput extends KeyedInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Changes nothing, and tells what would be changed.' })
  readonly dryRun!: boolean;
}

@Resolver()
export class ReconciliationCommands {
  @Mutation(() => ReconcileAuthorizationsPayload, {
    nullable: true,
    description:
      'Compares what we believe with WeChat’s list of authorizations and mends it; for platform administrators.',
  })
  reconcileAuthorizations(
    @Arg('input', () => ReconcileAuthorizationsInput, { description: 'Says how to compare.' })
    input: ReconcileAuthorizationsInput,
    @Ctx() context: Context,
  ): PayloadOf<ReconcileAuthorizationsSuccess> {
    return answer(context, context.app.commands.reconcileAuthorizations, input, (report, cursor) =>
      made(ReconcileAuthorizationsSuccess, {
        checked: report.checked,
        authorizedCount: report.authorized.length,
        deauthorizedCount: report.deauthorized.length,
        authorized: report.authorized,
        deauthorized: report.deauthorized,
        renewed: report.renewed,
        ownerUnknown: report.ownerUnknown,
        released: report.released,
        contested: report.contested,
        withoutCredentials: report.withoutCredentials,
        unreachable: report.unreachable,
        cursor,
      }),
    );
  }
}
