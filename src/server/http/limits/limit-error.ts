import { GraphQLError, type ASTNode } from 'graphql';
import { EdgeError } from '../errors.js';
import type { Messages } from '../messages.js';

/** A document that asks for too much. */
export const limitError = (messages: Messages, node: ASTNode): GraphQLError =>
  new GraphQLError(messages.en, { nodes: node, originalError: new EdgeError('BAD_USER_INPUT', messages) });
