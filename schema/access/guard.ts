import { GraphQLObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Context } from '../context.js';
import { forbidden } from './errors.js';
import { lacksTenantOnly, mayBe, WHO_MAY, type Capacity } from './who-may.js';

type Resolve = GraphQLFieldResolver<unknown, Context>;

/**
 * Puts the table of who may what in front of every root field: before a query or command, before a feed starts, and for
 * each message that it delivers.
 *
 * @throws Error where a root field has no row
 */
export function guard(schema: GraphQLSchema): void {
  for (const [root, table] of Object.entries(WHO_MAY)) {
    const type = schema.getType(root);
    if (!(type instanceof GraphQLObjectType)) throw new Error(`The schema has no ${root}.`);
    for (const field of Object.values(type.getFields())) {
      const capacities = table[field.name];
      if (!capacities) throw new Error(`Nobody said who may ask for ${root}.${field.name}.`);
      if (field.resolve) field.resolve = guarded(field.resolve, capacities);
      if (field.subscribe) field.subscribe = guarded(field.subscribe, capacities);
    }
  }
}

const guarded =
  (resolve: Resolve, capacities: readonly Capacity[]): Resolve =>
  (source, args, context, info) => {
    const { viewer, language } = context;
    if (!mayBe(viewer, capacities)) throw forbidden(language, lacksTenantOnly(viewer, capacities));
    return resolve(source, args, context, info);
  };
