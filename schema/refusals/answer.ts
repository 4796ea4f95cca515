import type { Answer, Caller } from '../../src/application/answer.js';
import type { Cursor } from '../../src/event-store/cursor.js';
import type { Context } from '../context.js';
import { refusalOf } from './refusal-of.js';
import type { UserError } from './user-error.js';

export type PayloadOf<Success> = Promise<Success | UserError>;

/**
 * Gives a command and answers with its success or its refusal. The answer waits until the views hold what the command
 * did, so that it and every later query see it; if that takes too long it is marked as lagging.
 */
export async function answer<Input, Result, Success>(
  context: Context,
  command: (caller: Caller, input: Input) => Promise<Answer<Result>>,
  input: Input,
  succeed: (result: Result, cursor: Cursor) => Success,
): PayloadOf<Success> {
  const { app, loaders, viewer, correlationId, lagging } = context;
  const answered = await command({ viewer, correlationId }, input);
  if (answered.ok && !(await app.queries.reach(answered.cursor))) lagging.value = true;
  // What an earlier command of the same request made them remember is past.
  loaders?.forget();
  return answered.ok ? succeed(answered.result, answered.cursor) : refusalOf(answered.refusal, context);
}
