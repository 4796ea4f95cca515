import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { SealsPage } from '../../src/application/queries/seals.js';
import type { Context } from '../context.js';
import { AuditKey, AuditSeal, AuditSealConnection } from './audit-proof.js';

@Resolver(() => AuditSeal)
export class SealsResolver {
  @Query(() => AuditSealConnection, {
    description: 'Lists signed heads of the tree over all events, the oldest first.',
  })
  auditSeals(
    @Arg('first', () => Int, {
      nullable: true,
      description: 'How many entries from the start of the list: 1 to 100, 20 by default.',
    })
    first: number | null | undefined,
    @Arg('after', () => String, {
      nullable: true,
      description: 'A page cursor of this list, behind which the page begins.',
    })
    after: string | null | undefined,
    @Ctx() { app }: Context,
  ): Promise<SealsPage> {
    return app.queries.auditSeals({ first: first ?? null, after: after ?? null });
  }

  @Query(() => [String], {
    description: 'Proves that a later tree contains an earlier one (RFC 6962): hashes in lower-case hex.',
  })
  auditConsistency(
    @Arg('fromTreeSize', () => String, { description: 'Size of the earlier tree, as a seal tells it.' })
    fromTreeSize: string,
    @Arg('toTreeSize', () => String, { description: 'Size of the later tree, as a seal tells it.' })
    toTreeSize: string,
    @Ctx() { app }: Context,
  ): Promise<readonly string[]> {
    return app.queries.auditConsistency(fromTreeSize, toTreeSize);
  }

  @Query(() => [AuditKey], {
    description:
      'Lists the public keys of seals, retired ones included; also at /.well-known/gongxiang-audit-keys.json as a JWKS.',
  })
  auditKeys(@Ctx() { app }: Context): Promise<readonly AuditKey[]> {
    return app.queries.auditKeys();
  }
}
