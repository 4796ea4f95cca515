import { accountStream } from '../../src/domain/account/account-stream.js';
import { decideAddPaymentInterface } from '../../src/domain/account/add-payment-interface.js';
import { decideDeauthorize } from '../../src/domain/account/deauthorize.js';
import type { AccountProfile } from '../../src/domain/account/events.js';
import { decideRefreshProfile } from '../../src/domain/account/refresh-profile.js';
import { authorizationStream } from '../../src/domain/authorization/authorization-stream.js';
import { decideClaimAuthorization } from '../../src/domain/authorization/claim-authorization.js';
import { decideCompleteAuthorization } from '../../src/domain/authorization/complete-authorization.js';
import { decideStartAuthorization } from '../../src/domain/authorization/start-authorization.js';
import { UNCHANGED } from '../../src/domain/decision.js';
import { idOnAccount } from '../../src/domain/values/account-ids.js';
import { hoursAfter } from '../../src/domain/values/times.js';
import { WECHAT, type OfficialAccount, type Tenant } from './cast.js';
import { companyName } from './names.js';
import { operatorOf, type World } from './world.js';

/** Permission sets of a service account, by WeChat's numbers. */
const PERMISSIONS = [1, 2, 4, 11, 15, 24];

const profileOf = ({ appId }: OfficialAccount, nickname: string): AccountProfile => ({
  nickname,
  avatarUrl: null,
  originalId: `gh_${appId.slice(-12)}`,
  principalName: `${nickname}有限公司`,
  kind: 'SERVICE',
  verified: true,
  qrCodeUrl: null,
  condition: 'NORMAL',
});

/** The whole QR flow (R1); of an account that was cancelled in WeChat, it resumes (R6). */
export function authorize(world: World, tenant: Tenant, account: OfficialAccount): void {
  const { chance } = world;
  const authorizationId = chance.uuid();
  const run = () => world.state(authorizationStream, authorizationId);
  world.happen('AuthorizeAccount', operatorOf(world, tenant), () =>
    decideStartAuthorization({
      authorization: run(),
      tenantId: tenant.id,
      authorizationId,
      expiresAt: hoursAfter(world.now, 1),
      returnUrl: null,
    }),
  );
  world.happen('ClaimAuthorizationResult', WECHAT, () =>
    decideClaimAuthorization({ authorization: run(), claimId: chance.hex(24) }),
  );
  const state = () => world.state(accountStream, account.appId);
  const completed = world.happen('CompleteAuthorization', WECHAT, () =>
    decideCompleteAuthorization({
      authorization: run(),
      account: state(),
      granted: {
        appId: account.appId,
        profile: state().profile ?? profileOf(account, companyName(chance)),
        permissions: PERMISSIONS,
        grantedAt: world.now,
        knownAs: null,
      },
    }),
  );
  world.forget(authorizationStream, authorizationId);
  if (completed.some(({ event }) => event.type === 'AccountAuthorized')) {
    account.owner = tenant;
    tenant.accounts.push(account);
  }
}

/** The administrator cancels in WeChat, and most authorize again (R6). */
export function cancelAndResume(world: World, account: OfficialAccount): void {
  world.happen('CancelAuthorization', WECHAT, () => {
    const state = world.state(accountStream, account.appId);
    const decision = decideDeauthorize({ account: state, cancelledAt: world.now, deadGrant: state.grant });
    return decision.kind === 'ask-wechat' ? UNCHANGED : decision;
  });
  if (account.owner) authorize(world, account.owner, account);
}

export function addPaymentInterface(world: World, account: OfficialAccount): void {
  const { owner, appId } = account;
  if (!owner) return;
  const { chance } = world;
  const paymentInterface = {
    id: idOnAccount(appId, chance.hex(24)),
    merchantNumber: String(1_900_000_000 + chance.below(99_999_999)),
  };
  const added = world.happen('AddPaymentInterface', operatorOf(world, owner), () =>
    decideAddPaymentInterface({
      account: world.state(accountStream, appId),
      tenantId: owner.id,
      paymentInterfaceId: paymentInterface.id,
      name: `物业费${account.interfaces.length + 1}`,
      merchantNumber: paymentInterface.merchantNumber,
    }),
  );
  if (added.length > 0) account.interfaces.push(paymentInterface);
}

/** Now and then the account has another name in WeChat. */
export function refreshProfile(world: World, account: OfficialAccount): void {
  const { owner, appId } = account;
  const { chance } = world;
  const state = world.state(accountStream, appId);
  if (!owner || !state.profile) return;
  const profile = chance.below(4) === 0 ? profileOf(account, companyName(chance)) : state.profile;
  world.happen('RefreshAccountProfile', operatorOf(world, owner), () =>
    decideRefreshProfile({ account: state, tenantId: owner.id, profile, permissions: state.permissions }),
  );
}
