import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Cursor } from '../../src/event-store/cursor.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { DeleteMenuInput, ImportMenuInput, PublishMenuInput, SaveMenuDraftInput } from './menu-inputs.js';
import {
  DeleteMenuPayload,
  DeleteMenuSuccess,
  ImportMenuPayload,
  ImportMenuSuccess,
  PublishMenuPayload,
  PublishMenuSuccess,
  SaveMenuDraftPayload,
  SaveMenuDraftSuccess,
} from './menu-payloads.js';

@Resolver()
export class MenuCommands {
  @Mutation(() => SaveMenuDraftPayload, {
    nullable: true,
    description: 'Saves the draft of an account’s custom menu, unless someone changed it meanwhile.',
  })
  saveMenuDraft(
    @Arg('input', () => SaveMenuDraftInput, { description: 'Gives the draft.' }) input: SaveMenuDraftInput,
    @Ctx() context: Context,
  ): PayloadOf<SaveMenuDraftSuccess> {
    return answer(context, context.app.commands.saveMenuDraft, input, ({ appId }, cursor) =>
      made(SaveMenuDraftSuccess, success(context, appId, cursor)),
    );
  }

  @Mutation(() => PublishMenuPayload, {
    nullable: true,
    description: 'Sends the draft to WeChat, which replaces the whole menu of the account by it.',
  })
  publishMenu(
    @Arg('input', () => PublishMenuInput, { description: 'Names the account and the draft.' }) input: PublishMenuInput,
    @Ctx() context: Context,
  ): PayloadOf<PublishMenuSuccess> {
    return answer(context, context.app.commands.publishMenu, input, ({ appId }, cursor) =>
      made(PublishMenuSuccess, success(context, appId, cursor)),
    );
  }

  @Mutation(() => ImportMenuPayload, {
    nullable: true,
    description: 'Reads from WeChat what is live, wherever it was made; it becomes the draft where there is none.',
  })
  importMenu(
    @Arg('input', () => ImportMenuInput, { description: 'Names the account.' }) input: ImportMenuInput,
    @Ctx() context: Context,
  ): PayloadOf<ImportMenuSuccess> {
    return answer(context, context.app.commands.importMenu, input, ({ appId }, cursor) =>
      made(ImportMenuSuccess, success(context, appId, cursor)),
    );
  }

  @Mutation(() => DeleteMenuPayload, {
    nullable: true,
    description: 'Deletes what is live in WeChat, wherever it was made; the draft stays.',
  })
  deleteMenu(
    @Arg('input', () => DeleteMenuInput, { description: 'Names the account.' }) input: DeleteMenuInput,
    @Ctx() context: Context,
  ): PayloadOf<DeleteMenuSuccess> {
    return answer(context, context.app.commands.deleteMenu, input, ({ appId }, cursor) =>
      made(DeleteMenuSuccess, success(context, appId, cursor)),
    );
  }
}

const success = (context: Context, appId: string, cursor: Cursor) => ({
  account: () => context.app.queries.account(context, appId),
  menu: () => context.app.queries.menuOf(context, appId),
  cursor,
});
