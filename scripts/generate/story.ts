import { bind, bindPayment, register, remove, rename, unbind, unbindPayment } from './binding.js';
import type { Cast, OfficialAccount, Tenant } from './cast.js';
import { addPaymentInterface, authorize, cancelAndResume, refreshProfile } from './ownership.js';
import { publishMenu, setReplies } from './serving.js';
import { endSharing, share } from './sharing.js';
import type { World } from './world.js';

type Doing = (world: World, cast: Cast) => void;

const ofAccount =
  (doing: (world: World, account: OfficialAccount) => void): Doing =>
  (world, { accounts }) => {
    const account = world.chance.pickUnevenly(accounts);
    if (account?.owner) doing(world, account);
  };

const ofTenant =
  (doing: (world: World, tenant: Tenant) => void): Doing =>
  (world, { tenants }) => {
    const tenant = world.chance.pickUnevenly(tenants);
    if (tenant) doing(world, tenant);
  };

const ofBoth = (doing: (world: World, tenant: Tenant, account: OfficialAccount) => void): Doing =>
  ofTenant((world, tenant) => {
    const account = world.chance.pick(tenant.accounts);
    if (account) doing(world, tenant, account);
  });

/** What goes on, and how often in comparison. */
const DOINGS: readonly (readonly [weight: number, doing: Doing])[] = [
  [240, ofBoth(bind)],
  [190, ofBoth(bindPayment)],
  [120, ofBoth(unbind)],
  [70, ofBoth(unbindPayment)],
  [90, ofTenant(rename)],
  [10, ofTenant(remove)],
  [14, ofTenant((world, tenant) => register(world, tenant, 4))],
  [30, (world, cast) => ofAccount((_, account) => share(world, cast, account))(world, cast)],
  [6, ofAccount(endSharing)],
  [8, ofAccount(addPaymentInterface)],
  [12, ofAccount(refreshProfile)],
  [3, ofAccount(cancelAndResume)],
  [10, ofAccount(setReplies)],
  [8, ofAccount(publishMenu)],
];

const DECK: readonly Doing[] = DOINGS.flatMap(([weight, doing]) => Array.from({ length: weight }, () => doing));

/**
 * One more thing happens. In the first quarter of the story most tenants register their communities, and accounts come
 * one by one until half of it is told.
 *
 * @param told how much of the story has been told: 0 to 1
 */
export function goOn(world: World, cast: Cast, told: number): void {
  const { tenants, accounts } = cast;
  const { chance } = world;
  const next = accounts.find(({ owner }) => owner === null);
  if (next && accounts.indexOf(next) <= 2 * told * accounts.length) {
    const tenant = chance.pick(tenants);
    if (tenant) authorize(world, tenant, next);
    addPaymentInterface(world, next);
    share(world, cast, next);
  } else if (told < 0.25 && chance.below(18) === 0) {
    const tenant = chance.pick(tenants);
    if (tenant) register(world, tenant, 40);
  } else {
    chance.pick(DECK)?.(world, cast);
  }
}
