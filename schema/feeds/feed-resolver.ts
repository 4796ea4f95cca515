import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { AuditEvent, AuditFilter } from '../audit/audit-event.js';
import { trailFilter } from '../audit/trail-filter.js';
import { Authorization } from '../authorization/authorization.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { Cursor } from '../scalars/cursor.js';
import { accountChange } from './account-change.js';
import { bindingChange } from './binding-change.js';
import { feedMessages } from './feed-messages.js';
import { mapped } from './mapped.js';
import {
  AccountFeedMessage,
  AuditFeedMessage,
  BindingFeedMessage,
  type AccountChange,
  type BindingChange,
  type FeedCheckpoint,
} from './messages.js';

const AFTER =
  'Begins behind this cursor of any message, payload, event or list (its asOf); "0" begins at the first event, and without it the feed begins now.';

/** Arguments as the library hands them over: already held against the schema. */
interface Started<Arguments> {
  readonly args: Arguments;
  readonly context: Context;
}

@Resolver()
export class FeedResolver {
  @Subscription(() => BindingFeedMessage, {
    description:
      'Tells what communities are bound to: a tenant of its own communities and of the accounts that it owns, a service of every tenant’s.',
    subscribe: async ({
      args,
      context,
    }: Started<{ after?: string | null; appId?: string | null; communityIds?: string[] | null }>) => {
      await context.app.queries.checkFeed(args);
      const { after = null, appId = null, communityIds = null } = args;
      const feed = context.app.feeds.bindingChanges(context.viewer, { after, appId, communityIds });
      return feedMessages(feed, (event) => bindingChange(context, event));
    },
  })
  bindingChanges(
    @Root() message: BindingChange | FeedCheckpoint,
    @Arg('after', () => Cursor, { nullable: true, description: AFTER }) _after?: string | null,
    @Arg('appId', () => ID, { nullable: true, description: 'Keeps messages about this account.' })
    _appId?: string | null,
    @Arg('communityIds', () => [ID], {
      nullable: true,
      description: 'Keeps messages about these communities, and those about the whole account: 1 to 1,000, each once.',
    })
    _communityIds?: readonly string[] | null,
  ): BindingChange | FeedCheckpoint {
    return message;
  }

  @Subscription(() => AccountFeedMessage, {
    description:
      'Tells of accounts and sharings that concern your tenant; to a service, of the status and permissions of every account.',
    subscribe: async ({ args, context }: Started<{ after?: string | null; appId?: string | null }>) => {
      await context.app.queries.checkFeed(args);
      const { after = null, appId = null } = args;
      const feed = context.app.feeds.accountChanges(context.viewer, { after, appId });
      return feedMessages(feed, (event) => accountChange(context, event));
    },
  })
  accountChanges(
    @Root() message: AccountChange | FeedCheckpoint,
    @Arg('after', () => Cursor, { nullable: true, description: AFTER }) _after?: string | null,
    @Arg('appId', () => ID, { nullable: true, description: 'Keeps messages about this account.' })
    _appId?: string | null,
  ): AccountChange | FeedCheckpoint {
    return message;
  }

  @Subscription(() => Authorization, {
    description:
      'Follows one run of the QR flow: its present state first, then each change; it completes when the run is decided or expired.',
    subscribe: ({ args, context }: Started<{ id: string }>) => {
      const { feeds, queries } = context.app;
      return mapped(feeds.authorizationChanges(context.viewer, args.id), (document) =>
        document === null ? null : queries.authorizationView(document),
      );
    },
  })
  authorizationChanges(
    @Root() message: Authorization,
    @Arg('id', () => ID, { description: 'Identifies the run.' }) _id: string,
  ): Authorization {
    return message;
  }

  @Subscription(() => AuditFeedMessage, {
    description: 'Tells the trail live, to whom the query auditTrail would tell it.',
    subscribe: async ({ args, context }: Started<{ after?: string | null; filter?: AuditFilter | null }>) => {
      const { app, viewer } = context;
      const filter = trailFilter(args.filter);
      const { after = null } = args;
      await app.queries.checkFeed({ after, filter });
      const feed = app.feeds.auditTrail(viewer, { after, filter });
      return feedMessages(feed, (event) => made(AuditEvent, app.queries.auditEventView(context, event)));
    },
  })
  auditTrail(
    @Root() message: AuditEvent | FeedCheckpoint,
    @Arg('after', () => Cursor, { nullable: true, description: AFTER }) _after?: string | null,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Says which events to tell.' })
    _filter?: AuditFilter | null,
  ): AuditEvent | FeedCheckpoint {
    return message;
  }
}
