import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

const standard = GraphQLDateTimeISO.toConfig();

export const DateTime = new GraphQLScalarType<Date, string>({
  ...standard,
  name: 'DateTime',
  description: 'A moment in ISO 8601 in UTC with milliseconds, for example 2026-11-05T08:30:00.000Z.',
  // Our own times are such texts already.
  serialize: (value) => (typeof value === 'string' ? value : new Date(standard.serialize(value)).toISOString()),
});
