import fc from 'fast-check';
import { decideAddPaymentInterface } from '../../../src/domain/account/add-payment-interface.js';
import { decideDeauthorize } from '../../../src/domain/account/deauthorize.js';
import { decideForceReleaseAccount } from '../../../src/domain/account/force-release-account.js';
import { decideReleaseAccount } from '../../../src/domain/account/release-account.js';
import { decideRemovePaymentInterface } from '../../../src/domain/account/remove-payment-interface.js';
import { decideRevokeSharing } from '../../../src/domain/account/revoke-sharing.js';
import { decideClaimAuthorization } from '../../../src/domain/authorization/claim-authorization.js';
import { decideCompleteAuthorization } from '../../../src/domain/authorization/complete-authorization.js';
import { decideStartAuthorization } from '../../../src/domain/authorization/start-authorization.js';
import type { AccountState } from '../../../src/domain/account/state.js';
import { UNCHANGED, type Decision } from '../../../src/domain/decision.js';
import type { TenantState } from '../../../src/domain/tenant/state.js';
import { decideCancelShareCodes } from '../../../src/domain/share-code/cancel-share-codes.js';
import { decideGenerateShareCodes } from '../../../src/domain/share-code/generate-share-codes.js';
import { decideRedeemShareCode } from '../../../src/domain/share-code/redeem-share-code.js';
import { decideBindCommunities } from '../../../src/domain/tenant/bind-communities.js';
import { decideBindPaymentInterface } from '../../../src/domain/tenant/bind-payment-interface.js';
import { decideRegisterCommunities } from '../../../src/domain/tenant/register-communities.js';
import { decideRemoveCommunity } from '../../../src/domain/tenant/remove-community.js';
import { decideRenameCommunity } from '../../../src/domain/tenant/rename-community.js';
import { decideUnbindCommunities } from '../../../src/domain/tenant/unbind-communities.js';
import { decideUnbindPaymentInterface } from '../../../src/domain/tenant/unbind-payment-interface.js';
import { hoursAfter } from '../../../src/domain/values/times.js';
import { shareCodeLabel } from '../../../src/domain/values/share-code.js';
import { eventsOf, THEN, type World } from './specification.js';
import * as story from './stories.js';

/** A small world, so that random commands meet each other: three tenants, two accounts, a few of everything else. */
export const TENANTS = ['t0', 't1', 't2'] as const;
export const ACCOUNTS = [story.APP, story.OTHER_APP] as const;
export const DIGESTS = ['a', 'b', 'c', 'd', 'e', 'f'].map((first) => first.padEnd(64, '0'));
const COMMUNITIES = TENANTS.flatMap((tenantId) => ['x', 'y'].map((name) => ({ id: `${tenantId}-${name}`, tenantId })));
const MERCHANTS = ['10000001', '10000002'];
const HOMES = new Map(COMMUNITIES.map(({ id, tenantId }) => [id, tenantId]));

/** What happened before: something to begin with, so that random commands soon lead far. */
export const BEGINNING = [
  ...story.authorized({ owner: 't0' }),
  ...story.offering(story.PAY, '10000001', { owner: 't0' }),
  ...story.shared(story.SHARING, 't1', { owner: 't0' }),
  ...story.authorized({ appId: story.OTHER_APP, owner: 't1' }),
  ...TENANTS.flatMap((tenantId) => story.registered(tenantId, `${tenantId}-x`)),
];

/** Decides in a world at a moment; `step` numbers the command, for ids that occur once. */
export type Command = (world: World, step: number) => Decision;

/** Each command comes half an hour after the one before, so that codes live for 48 of them. */
export const timeOf = (step: number): string => hoursAfter(THEN, step / 2);

/** The number in the ids that a command gives: never one of those that the beginning has given. */
const numberOf = (step: number): number => step + 10;

/** Who acts, mostly one with a say on the account, at times anybody: resolved in the world as it then is. */
type Actor = (world: World, appId: string) => string;
const anybody = fc.constantFrom(...TENANTS);
const owner: Actor = (world, appId) => world.account(appId).owner ?? 't0';
const recipient: Actor = (world, appId) => world.account(appId).activeSharingByRecipient.keySeq().first() ?? 't1';
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { arbitrary: fc.constant(owner), weight: 3 },
  { arbitrary: fc.constant(recipient), weight: 3 },
  {
    arbitrary: anybody.map(
      (tenantId): Actor =>
        () =>
          tenantId,
    ),
    weight: 1,
  },
);

const app = fc.constantFrom(...ACCOUNTS);
const digest = fc.constantFrom(...DIGESTS);
const merchantNumber = fc.constantFrom(...MERCHANTS);
const names = fc.subarray(['x', 'y'], { minLength: 1 });
const namesOf = (tenantId: string, of: readonly string[]) => of.map((name) => `${tenantId}-${name}`);
const communityIds = fc.uniqueArray(fc.constantFrom(...HOMES.keys()), { minLength: 1, maxLength: 2 });
const flag = fc.boolean();

/** Commands name one of the ids there are, or one that is not there. */
const pick = (ids: Iterable<string>, index: number): string => {
  const known = [...ids];
  return known[index % known.length] ?? 'none';
};
const index = fc.nat(5);

interface Asked {
  readonly world: World;
  readonly step: number;
  readonly now: string;
  readonly tenantId: string;
  readonly tenant: TenantState;
  readonly tenants: ReadonlyMap<string, TenantState>;
  readonly tenantOf: ReadonlyMap<string, string>;
  readonly appId: string;
  readonly account: AccountState;
}

/** A command about an account, with whatever else it takes. */
const about = <Rest>(rest: fc.Arbitrary<Rest>, decide: (asked: Asked & Rest) => Decision): fc.Arbitrary<Command> =>
  fc.record({ actor, appId: app, rest }).map(({ actor, appId, rest }): Command => (world, step) => {
    const tenantId = actor(world, appId);
    const account = world.account(appId);
    const tenant = world.tenant(tenantId);
    const tenants = world.tenants(...TENANTS);
    const now = timeOf(step);
    return decide({ ...rest, world, step, now, tenantId, tenant, tenants, tenantOf: HOMES, appId, account });
  });

const authorize = about(fc.record({}), ({ world, step, now, tenantId, appId, account }) => {
  const authorizationId = `run-${numberOf(step)}`;
  const run = () => world.authorization(authorizationId);
  world.write(
    eventsOf(
      decideStartAuthorization({ authorization: run(), tenantId, authorizationId, expiresAt: now, returnUrl: null }),
    ),
  );
  world.write(eventsOf(decideClaimAuthorization({ authorization: run(), claimId: 'claim' })));
  const granted = { appId, profile: story.PROFILE, permissions: [1], grantedAt: now, knownAs: null };
  return decideCompleteAuthorization({ authorization: run(), account, granted });
});

const deauthorize = about(fc.record({}), ({ account, now }) => {
  const decision = decideDeauthorize({ account, cancelledAt: now, deadGrant: null });
  return decision.kind === 'ask-wechat' ? UNCHANGED : decision;
});

const release = about(fc.record({}), decideReleaseAccount);
const forceRelease = about(fc.record({ reason: fc.constant('x') }), decideForceReleaseAccount);

const addInterface = about(fc.record({ merchantNumber, name: fc.constant('x') }), (asked) =>
  decideAddPaymentInterface({ ...asked, paymentInterfaceId: `${asked.appId}.p${numberOf(asked.step)}` }),
);

const interfaceOf = ({ account, index }: { account: AccountState; index: number }) =>
  pick(account.paymentInterfaces.keys(), index);

const removeInterface = about(fc.record({ index }), (asked) =>
  decideRemovePaymentInterface({ ...asked, paymentInterfaceId: interfaceOf(asked) }),
);

const generate = about(fc.record({ digest }), ({ world, digest, ...asked }) =>
  world.shareCode(digest).status === 'NONE'
    ? decideGenerateShareCodes({ ...asked, codes: [{ digest, secretVersion: 1 }] })
    : UNCHANGED,
);

const cancel = about(fc.record({ digest }), ({ world, digest, ...asked }) => {
  const label = shareCodeLabel(digest);
  return decideCancelShareCodes({ ...asked, shareCodes: new Map([[label, world.shareCode(digest)]]), labels: [label] });
});

const redeem = fc.record({ tenantId: anybody, digest }).map(({ tenantId, digest }): Command => (world, step) => {
  const shareCode = world.shareCode(digest);
  const account = world.account(shareCode.status === 'NONE' ? 'none' : shareCode.appId);
  const sharingId = `${account.appId ?? ''}.s${numberOf(step)}`;
  return decideRedeemShareCode({ shareCode, account, tenantId, sharingId, now: timeOf(step) });
});

const revoke = about(fc.record({ index, unbindCommunities: flag }), (asked) =>
  decideRevokeSharing({ ...asked, sharingId: pick(asked.account.sharings.keys(), asked.index) }),
);

const register = about(fc.record({ names }), ({ tenant, tenantId, names, step }) => {
  const unknown = namesOf(tenantId, names).filter((id) => !tenant.communities.has(id));
  const communities = unknown.map((id) => ({ communityId: id, name: `n${step}`, externalId: id }));
  return decideRegisterCommunities({ tenant, tenantId, communities });
});

const rename = about(fc.record({}), ({ tenant, tenantId, step }) =>
  decideRenameCommunity({ tenant, tenantId, communityId: `${tenantId}-x`, name: `n${step}` }),
);

const remove = about(fc.record({}), ({ tenant, tenantId }) =>
  decideRemoveCommunity({ tenant, tenantId, communityId: `${tenantId}-x` }),
);

const bind = about(fc.record({ names, move: flag }), (asked) =>
  decideBindCommunities({ ...asked, communityIds: namesOf(asked.tenantId, asked.names) }),
);

const unbind = about(fc.record({ communityIds }), decideUnbindCommunities);

const bindPayment = about(fc.record({ names, index, merchantNumber, replace: flag }), (asked) =>
  decideBindPaymentInterface({
    ...asked,
    paymentInterfaceId: interfaceOf(asked),
    communityIds: namesOf(asked.tenantId, asked.names),
  }),
);

const unbindPayment = about(fc.record({ index, communityIds }), (asked) =>
  decideUnbindPaymentInterface({ ...asked, paymentInterfaceId: interfaceOf(asked) }),
);

/** Those that lead somewhere come more often than those that end things. */
export const commands = fc.array(
  fc.oneof(
    { arbitrary: authorize, weight: 5 },
    { arbitrary: register, weight: 6 },
    { arbitrary: generate, weight: 6 },
    { arbitrary: redeem, weight: 8 },
    { arbitrary: bind, weight: 10 },
    { arbitrary: addInterface, weight: 5 },
    { arbitrary: bindPayment, weight: 10 },
    { arbitrary: unbind, weight: 2 },
    { arbitrary: unbindPayment, weight: 2 },
    { arbitrary: removeInterface, weight: 2 },
    { arbitrary: revoke, weight: 2 },
    { arbitrary: cancel, weight: 2 },
    { arbitrary: deauthorize, weight: 1 },
    { arbitrary: release, weight: 1 },
    { arbitrary: forceRelease, weight: 1 },
    { arbitrary: rename, weight: 1 },
    { arbitrary: remove, weight: 1 },
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
);
