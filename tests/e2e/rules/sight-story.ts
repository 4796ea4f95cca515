import type { StoredEvent } from '../../../src/event-store/port.js';
import { toAccount } from '../../../src/domain/account/account-stream.js';
import { deauthorized, happen, toldByNow } from '../../support/happenings.js';
import { headOf, logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { runFor } from '../../support/qr-flow.js';
import type { TestSystem } from '../../support/test-system.js';

/**
 * `owner` owns the account first; `former` was its recipient for a while; `recipient` and `neighbour` are, while most of
 * it happens; `successor` owns it afterwards; `stranger` scans in vain and has nothing to do with it.
 */
export const TENANTS = ['owner', 'recipient', 'neighbour', 'former', 'successor', 'stranger'] as const;
export type Tenant = (typeof TENANTS)[number];
export type Cast = Readonly<Record<Tenant, Party>>;

/** An event and in which step of the story it was written, as `step: Type`. */
export interface Told {
  readonly name: string;
  readonly event: StoredEvent;
}

const MERCHANT = '1900012345';

/** Everything that can happen to an account, from its first owner to the next. */
export async function tellStory(system: TestSystem): Promise<{ readonly cast: Cast; readonly told: readonly Told[] }> {
  const cast = Object.fromEntries(
    await Promise.all(TENANTS.map(async (tenant) => [tenant, await partyOf(system, { tenant })] as const)),
  ) as Cast;
  const { owner, recipient, neighbour, former, successor, stranger } = cast;
  const told: Told[] = [];
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const before = await headOf(system);
    const result = await act();
    for (const event of await logOf(system, before)) told.push({ name: `${name}: ${event.type}`, event });
    return result;
  };

  const appId = await step('the owner authorizes', () => system.authorize(owner));
  const tenure = { appId, tenure: 1, owner: owner.tenant };
  const formerly = await step('a code for the former recipient', () => owner.code(appId));
  const formerSharing = await step('the former recipient redeems', () => former.redeem(formerly));
  await step('the former recipient ends it', () => former.do('revokeSharing', { sharingId: formerSharing }));
  const paying = await step('an interface that nobody shares', () => owner.offerPayment(appId, MERCHANT));

  const code = await step('a code for the recipient', () => owner.code(appId));
  const sharingId = await step('the recipient redeems', () => recipient.redeem(code));
  const neighbourSharing = await step('the neighbour redeems', () => owner.share(appId, neighbour));
  const unused = await step('two codes', () => owner.codes(appId, 2));
  await step('one is cancelled', () => owner.do('cancelShareCodes', { appId, labels: [unused[0]?.label] }));
  const shared = await step('an interface is added', () => owner.offerPayment(appId, '1900054321'));
  await step('and removed', () => owner.do('removePaymentInterface', { paymentInterfaceId: shared }));

  const [community = ''] = await step('the recipient registers', () => recipient.register('江景一期'));
  const rename = (name: string) => recipient.do('renameCommunity', { communityId: community, name });
  await step('renames it unbound', () => rename('江景二期'));
  await step('binds it', () => recipient.bind(appId, community));
  await step('renames it bound', () => rename('江景三期'));
  await step('binds payment', () => recipient.bindPayment(paying, MERCHANT, community));
  const [own = ''] = await step('the owner registers', () => owner.register('绿园一期'));
  await step('the owner binds its own', () => owner.bind(appId, own));

  const buttons = [{ name: '报修', type: 'CLICK', key: 'repair' }];
  await step('the owner drafts a menu', () => owner.do('saveMenuDraft', { appId, expectedVersion: 0, buttons }));
  await step('publishes it', () => owner.do('publishMenu', { appId, expectedVersion: 1 }));
  await step('imports it', () => owner.do('importMenu', { appId }));
  await step('deletes it', () => owner.do('deleteMenu', { appId }));
  await step('the owner sets replies', () =>
    owner.do('setAutomaticReplies', { appId, replies: { keywords: [], byDefault: { type: 'TEXT', text: '您好' } } }),
  );
  const service = await officerOf(system, 'SERVICE');
  await step('a service is given a token', () => service.mutate('issueAccessToken', { appId }, 'expiresAt'));
  await step('WeChat deauthorizes', async () => happen(system, [deauthorized(tenure)]));
  await step('the owner authorizes again', () => runFor(owner, appId));
  await step('a stranger scans', () => runFor(stranger, appId));
  await step('the profile is refreshed', () => owner.do('refreshAccountProfile', { appId }));
  await step('permissions change', () =>
    happen(system, [toAccount({ type: 'AccountPermissionsChanged', data: { ...tenure, permissions: [1] } })]),
  );

  await step('unbinds payment', () =>
    recipient.do('unbindPaymentInterface', { paymentInterfaceId: paying, communityIds: [community] }),
  );
  await step('the owner unbinds it', () => owner.unbind(appId, community));
  await step('removes it', () => recipient.do('removeCommunity', { communityId: community }));
  await step('the recipient ends it', () => recipient.do('revokeSharing', { sharingId }));
  await step('the owner ends the neighbour’s', () => owner.do('revokeSharing', { sharingId: neighbourSharing }));
  await step('the owner unbinds its own', () => owner.unbind(appId, own));
  await step('the owner releases', () => owner.do('releaseAccount', { appId }));

  await step('the successor authorizes', () => runFor(successor, appId));
  await step('the successor’s interface', () => successor.offerPayment(appId, MERCHANT));
  await step('the successor’s code', () => successor.code(appId));
  await toldByNow(system);
  return { cast, told };
}
