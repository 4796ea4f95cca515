import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const parse = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new GraphQLError('A Cursor is a string, as a message, payload, event or list gave it.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
};

export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description:
    'An opaque position in the log, and of the message within its event; it stays valid when the log moves to another engine.',
  serialize: (value) => String(value),
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
