import { GraphQLError } from 'graphql';
import type { Language } from '../context.js';
import { messagesIn } from '../messages/catalogue.js';

/** @param tenantNeeded whether only a tenant is missing in the token */
export function forbidden(language: Language, tenantNeeded: boolean): GraphQLError {
  const { tenantNeeded: needsTenant, forbidden: needsRole } = messagesIn(language);
  return new GraphQLError(tenantNeeded ? needsTenant : needsRole, { extensions: { code: 'FORBIDDEN' } });
}
