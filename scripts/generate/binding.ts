import { accountStream } from '../../src/domain/account/account-stream.js';
import { decideBindCommunities } from '../../src/domain/tenant/bind-communities.js';
import { decideBindPaymentInterface } from '../../src/domain/tenant/bind-payment-interface.js';
import { decideRegisterCommunities } from '../../src/domain/tenant/register-communities.js';
import { decideRemoveCommunity } from '../../src/domain/tenant/remove-community.js';
import { decideRenameCommunity } from '../../src/domain/tenant/rename-community.js';
import { tenantStream } from '../../src/domain/tenant/tenant-stream.js';
import { decideUnbindCommunities } from '../../src/domain/tenant/unbind-communities.js';
import { decideUnbindPaymentInterface } from '../../src/domain/tenant/unbind-payment-interface.js';
import type { OfficialAccount, Tenant } from './cast.js';
import { communityName } from './names.js';
import { operatorOf, type World } from './world.js';

export function register(world: World, tenant: Tenant, most: number): void {
  const { chance } = world;
  const communities = Array.from({ length: chance.between(1, most) }, () => ({
    communityId: chance.uuid(),
    name: communityName(chance),
    externalId: chance.below(2) === 0 ? chance.hex(10) : null,
  }));
  const state = world.state(tenantStream, tenant.id);
  world.happen('RegisterCommunities', operatorOf(world, tenant), () =>
    decideRegisterCommunities({ tenant: state, tenantId: tenant.id, communities }),
  );
  tenant.communities.push(...communities.map(({ communityId }) => communityId));
}

/** One community of the tenant that is there. */
function someCommunity(world: World, { id, communities }: Tenant): string | null {
  const communityId = world.chance.pick(communities);
  return communityId !== undefined && world.state(tenantStream, id).communities.has(communityId) ? communityId : null;
}

export function rename(world: World, tenant: Tenant): void {
  const communityId = someCommunity(world, tenant);
  if (communityId === null) return;
  const name = communityName(world.chance);
  world.happen('RenameCommunity', operatorOf(world, tenant), () =>
    decideRenameCommunity({ tenant: world.state(tenantStream, tenant.id), tenantId: tenant.id, communityId, name }),
  );
}

/** Of a community that is bound to nothing. */
export function remove(world: World, tenant: Tenant): void {
  const communityId = someCommunity(world, tenant);
  if (communityId === null) return;
  world.happen('RemoveCommunity', operatorOf(world, tenant), () =>
    decideRemoveCommunity({ tenant: world.state(tenantStream, tenant.id), tenantId: tenant.id, communityId }),
  );
}

/** Binds or moves a few (R15). */
export function bind(world: World, tenant: Tenant, account: OfficialAccount): void {
  const { chance } = world;
  const some = Array.from({ length: chance.between(1, 6) }, () => someCommunity(world, tenant));
  const communityIds = [...new Set(some)].filter((id) => id !== null);
  if (communityIds.length === 0) return;
  world.happen('BindCommunities', operatorOf(world, tenant), () =>
    decideBindCommunities({
      account: world.state(accountStream, account.appId),
      tenant: world.state(tenantStream, tenant.id),
      tenantId: tenant.id,
      communityIds,
      move: true,
    }),
  );
}

/** A few of the tenant's communities that are bound to the account. */
function someBound(world: World, tenant: Tenant, { appId }: OfficialAccount): readonly string[] {
  const bound = world.state(tenantStream, tenant.id).idsByAccount.get(appId);
  if (!bound) return [];
  const count = world.chance.between(1, 5);
  const from = world.chance.below(Math.max(1, bound.size - count));
  return [...bound.toSeq().skip(from).take(count)];
}

export function unbind(world: World, tenant: Tenant, account: OfficialAccount): void {
  const communityIds = someBound(world, tenant, account);
  if (communityIds.length === 0) return;
  world.happen('UnbindCommunities', operatorOf(world, tenant), () =>
    decideUnbindCommunities({ ...homes(world, tenant, account, communityIds), communityIds }),
  );
}

/** Binds, or takes over from another interface (R16). */
export function bindPayment(world: World, tenant: Tenant, account: OfficialAccount): void {
  const paymentInterface = world.chance.pick(account.interfaces);
  const communityIds = someBound(world, tenant, account);
  if (!paymentInterface || communityIds.length === 0) return;
  world.happen('BindPaymentInterface', operatorOf(world, tenant), () =>
    decideBindPaymentInterface({
      account: world.state(accountStream, account.appId),
      tenant: world.state(tenantStream, tenant.id),
      tenantId: tenant.id,
      paymentInterfaceId: paymentInterface.id,
      merchantNumber: paymentInterface.merchantNumber,
      communityIds,
      replace: true,
    }),
  );
}

export function unbindPayment(world: World, tenant: Tenant, account: OfficialAccount): void {
  const paymentInterface = world.chance.pick(account.interfaces);
  const paying = world.state(tenantStream, tenant.id).idsByPaymentInterface.get(paymentInterface?.id ?? '');
  if (!paymentInterface || !paying) return;
  const communityIds = [...paying.toSeq().take(world.chance.between(1, 3))];
  world.happen('UnbindPaymentInterface', operatorOf(world, tenant), () =>
    decideUnbindPaymentInterface({
      ...homes(world, tenant, account, communityIds),
      paymentInterfaceId: paymentInterface.id,
      communityIds,
    }),
  );
}

/** Whose the communities are. */
const homes = (world: World, { id }: Tenant, { appId }: OfficialAccount, communityIds: readonly string[]) => ({
  account: world.state(accountStream, appId),
  tenants: new Map([[id, world.state(tenantStream, id)]]),
  tenantOf: new Map(communityIds.map((communityId) => [communityId, id])),
  tenantId: id,
});
