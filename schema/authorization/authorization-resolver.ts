import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { AuthorizationView } from '../../src/application/queries/views.js';
import { Account } from '../account/account.js';
import type { Context } from '../context.js';
import { refusalOf } from '../refusals/refusal-of.js';
import type { UserError } from '../refusals/user-error.js';
import { Authorization, AuthorizationRefusal } from './authorization.js';

@Resolver(() => Authorization)
export class AuthorizationResolver {
  @Query(() => Authorization, {
    nullable: true,
    description: 'Finds a run of the QR flow that your tenant started with authorizeAccount.',
  })
  authorization(
    @Arg('id', () => ID, { description: 'Identifies the run.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Authorization | null> {
    return context.app.queries.authorization(context, id);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Gives the account, once it is authorized.' })
  async account(@Root() { appId }: AuthorizationView, @Ctx() context: Context): Promise<Account | null> {
    return appId === null ? null : context.app.queries.account(context, appId);
  }

  @FieldResolver(() => AuthorizationRefusal, { nullable: true, description: 'Tells why it was refused, once it was.' })
  refusal(@Root() { refused }: AuthorizationView, @Ctx() context: Context): UserError | null {
    if (refused === null) return null;
    if (refused.code === 'ACCOUNT_OWNED_BY_ANOTHER') return refusalOf({ code: refused.code }, context);
    const { errcode, errmsg } = refused;
    return refusalOf({ code: 'WECHAT_REFUSED', errcode: errcode ?? 0, errmsg: errmsg ?? '' }, context);
  }
}
