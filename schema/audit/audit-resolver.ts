import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.js';
import { namedSummary } from '../messages/summary.js';
import type { UncountedPage } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { Cursor } from '../scalars/cursor.js';
import { AuditEvent, AuditEventConnection, AuditFilter, SortOrder } from './audit-event.js';
import { trailFilter } from './trail-filter.js';

@Resolver(() => AuditEvent)
export class AuditResolver {
  @Query(() => Cursor, { description: 'Gives the position of the newest event: a feed started now begins behind it.' })
  latestCursor(@Ctx() context: Context): Promise<string> {
    return context.app.queries.latestCursor();
  }

  @Query(() => AuditEvent, { nullable: true, description: 'Finds an event that you may see.' })
  auditEvent(
    @Arg('id', () => ID, { description: 'Identifies the event.' }) id: string,
    @Ctx() context: Context,
  ): Promise<AuditEvent | null> {
    return context.app.queries.auditEvent(context, id);
  }

  @Query(() => AuditEventConnection, {
    description: 'Tells what happened: to a tenant what concerns it, to an auditor everything.',
  })
  auditTrail(
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Says which events to tell.' })
    filter: AuditFilter | null | undefined,
    @Arg('order', () => SortOrder, { defaultValue: 'NEWEST_FIRST', description: 'Says in which order to tell them.' })
    order: keyof typeof SortOrder,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): UncountedPage<AuditEvent> {
    return context.app.queries.auditTrail(context, trailFilter(filter), order, page);
  }

  @FieldResolver(() => String, { description: 'Says what happened in one sentence, in your language.' })
  summary(@Root() event: AuditEvent, @Ctx() { language }: Context): Promise<string> {
    return namedSummary(event, language);
  }
}
