import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Cursor } from '../scalars/cursor.js';
import { PageInfo } from './page-info.js';

/** The edge type of a Relay connection over `node`. */
export function edgeOf<Node extends object>(node: ClassType<Node>, name: string, what: string) {
  @ObjectType(`${name}Edge`, { description: `One place in a list of ${what}.`, simpleResolvers: true })
  class EdgeType {
    @Field(() => String, { description: 'Gives the page cursor of this entry.' })
    readonly cursor!: string;

    @Field(() => node, { description: 'Holds the entry itself.' })
    readonly node!: Node;
  }
  return EdgeType;
}

/**
 * The abstract base of a Relay connection over `node`; a class that extends it and is an object type of its own makes
 * it part of the schema.
 */
export function connectionOf<Node extends object>(node: ClassType<Node>, name: string, what: string) {
  const EdgeType = edgeOf(node, name, what);

  @ObjectType({ simpleResolvers: true })
  abstract class ConnectionType {
    @Field(() => [EdgeType], { description: 'Lists the entries of the page, each with its page cursor.' })
    readonly edges!: readonly InstanceType<typeof EdgeType>[];

    @Field(() => [node], { description: 'Lists the entries of the page.' })
    readonly nodes!: readonly Node[];

    @Field(() => PageInfo, { description: 'Tells where the page lies in the list.' })
    readonly pageInfo!: PageInfo;
  }
  return ConnectionType;
}

export const totalCountField = (): PropertyDecorator =>
  Field(() => Int, { description: 'Counts all entries that you may see and that fit the filter.' });

export const asOfField = (): PropertyDecorator =>
  Field(() => Cursor, {
    description: 'A feed that starts behind this cursor tells every change that this page does not show yet.',
  });
