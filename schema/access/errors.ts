import { GraphQLError } from 'graphql';
import { ForbiddenError, TryAgainError } from '../../src/application/answer.js';
import { BadUserInputError } from '../../src/application/bad-user-input.js';
import { feedCursorMistake } from '../../src/application/queries/mistakes.js';
import { EventStoreUnavailableError } from '../../src/event-store/errors.js';
import type { Language } from '../context.js';
import { messagesIn } from '../messages/catalogue.js';

const coded = (code: string, message: string, originalError?: unknown): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code },
    ...(originalError instanceof Error ? { originalError } : {}),
  });

/** @param tenantNeeded whether only a tenant is missing in the token */
export function forbidden(language: Language, tenantNeeded: boolean): GraphQLError {
  const messages = messagesIn(language);
  return coded('FORBIDDEN', tenantNeeded ? messages.tenantNeeded : messages.forbidden);
}

/** An expected error with its code and a message in the caller's language; any other error as it is, to be masked. */
export function inWords(error: unknown, language: Language): unknown {
  if (error instanceof GraphQLError) return error;
  if (error instanceof BadUserInputError) return coded('BAD_USER_INPUT', error.messages[language], error);
  if (error instanceof ForbiddenError) return forbidden(language, false);
  if (error instanceof TryAgainError || error instanceof EventStoreUnavailableError) {
    return coded('TRY_AGAIN', messagesIn(language).tryAgain, error);
  }
  const mistake = feedCursorMistake(error);
  return mistake === null ? error : coded('BAD_USER_INPUT', mistake[language], error);
}
