import 'reflect-metadata';
import { isAbstractType, isInputObjectType, isObjectType, type GraphQLAbstractType, type GraphQLSchema } from 'graphql';
import { buildSchema, type PubSub } from 'type-graphql';
import { guard } from './access/guard.js';
import { AccessTokenCommands } from './access-token/access-token-commands.js';
import { AccountCommands } from './account/account-commands.js';
import { AccountResolver } from './account/account-resolver.js';
import { AuditResolver } from './audit/audit-resolver.js';
import { SealsResolver } from './audit/seals-resolver.js';
import { AuthorizationResolver } from './authorization/authorization-resolver.js';
import { BindingCommands } from './community/binding-commands.js';
import { CommunityCommands } from './community/community-commands.js';
import { CommunityResolver } from './community/community-resolver.js';
import { FeedResolver } from './feeds/feed-resolver.js';
import { HistoryResolver } from './history/history-resolver.js';
import { PastAccountResolver, PastBindingResolver, PastCommunityServiceResolver } from './history/past-resolvers.js';
import { MenuCommands } from './menu/menu-commands.js';
import { MenuResolver } from './menu/menu-resolver.js';
import { PaymentBindingCommands } from './payment-interface/payment-binding-commands.js';
import { PaymentInterfaceResolver } from './payment-interface/payment-interface-resolver.js';
import { ReconciliationCommands } from './reconciliation/reconciliation-commands.js';
import { RepliesResolver } from './replies/replies-resolver.js';
import { ShareCodeCommands } from './share-code/share-code-commands.js';
import { SharingResolver } from './sharing/sharing-resolver.js';
import { ViewerResolver } from './viewer/viewer-resolver.js';
import { WeChatCallbackResolver } from './wechat-callback/wechat-callback-resolver.js';

/** The builder demands one although every subscription has its own source. */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('Feeds are read from the log, not from a hub of messages.');
  },
};

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be asked: the state as it is now, and the trail of what happened.',
  Mutation:
    'What can be commanded. Every command takes an idempotencyKey and answers with its success or with the refusal that it met.',
  Subscription:
    'What can be followed live. Every message carries a cursor, behind which the feed can be taken up again without gap or repeat.',
};

/** Inputs of which exactly one field is given; the builder has no word for it. */
const ONE_OF: readonly string[] = ['MomentInput'];

/** The schema that clients see, guarded by who may what. Building it a second time gives the same one. */
export async function buildGongxiangSchema(): Promise<GraphQLSchema> {
  const schema = await (built ??= build());
  return schema;
}

let built: Promise<GraphQLSchema> | null = null;

async function build(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      ViewerResolver,
      AccountResolver,
      AccountCommands,
      AccessTokenCommands,
      PaymentInterfaceResolver,
      PaymentBindingCommands,
      ShareCodeCommands,
      SharingResolver,
      AuthorizationResolver,
      MenuResolver,
      MenuCommands,
      CommunityResolver,
      CommunityCommands,
      BindingCommands,
      RepliesResolver,
      ReconciliationCommands,
      AuditResolver,
      SealsResolver,
      HistoryResolver,
      PastAccountResolver,
      PastBindingResolver,
      PastCommunityServiceResolver,
      FeedResolver,
      WeChatCallbackResolver,
    ],
    pubSub: NO_PUB_SUB,
    // Commands validate whole inputs themselves and say in which field what is wrong.
    validate: false,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) resolveByClass(type);
    if (isInputObjectType(type)) type.isOneOf = ONE_OF.includes(type.name);
    const description = isObjectType(type) ? ROOTS[type.name] : undefined;
    if (description !== undefined) type.description = description;
  }
  guard(schema);
  return schema;
}

/** Members are instances of the classes that they are named by; asking the class is synchronous and cheap. */
function resolveByClass(type: GraphQLAbstractType): void {
  type.resolveType = (value: object) => value.constructor.name;
}
