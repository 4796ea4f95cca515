import { officerOf, partyOf, type Party } from '../../support/party.js';
import { accountOf } from '../../support/happenings.js';
import type { TestSystem } from '../../support/test-system.js';

/** A mutation that is going to be accepted, and the same one with another input. */
export interface Case {
  readonly who: Party;
  readonly input: Readonly<Record<string, unknown>>;
  readonly other: Readonly<Record<string, unknown>>;
}

/** Two tenants and an account of the first, in which nothing has happened yet. */
interface Stage {
  readonly system: TestSystem;
  readonly owner: Party;
  readonly recipient: Party;
  readonly appId: string;
}

interface Mutation {
  /** What is the same in every answer to the same key: ids, codes, counts, cursor. */
  readonly selection: string;
  readonly prepare: (stage: Stage) => Promise<Case>;
}

/** An origin that the system under test may send browsers back to. */
export const ORIGIN = 'https://console.example.com';
const MERCHANT = '1900012345';

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  authorizeAccount: {
    selection: 'authorization { id url mobileUrl expiresAt } cursor',
    prepare: ({ owner }) => Promise.resolve({ who: owner, input: {}, other: { returnUrl: `${ORIGIN}/done` } }),
  },
  refreshAccountProfile: {
    selection: 'account { id } cursor',
    // WeChat is asked, so these accounts exist there, too.
    prepare: async ({ system, owner }) => ({
      who: owner,
      input: { appId: await system.authorize(owner) },
      other: { appId: await system.authorize(owner) },
    }),
  },
  releaseAccount: {
    selection: 'appId note cursor',
    prepare: async ({ system, owner, appId }) => ({
      who: owner,
      input: { appId },
      other: { appId: await accountOf(system, owner) },
    }),
  },
  forceReleaseAccount: {
    selection: 'appId endedSharingCount unboundCommunityCount cursor',
    prepare: async ({ system, owner, recipient, appId }) => {
      await owner.share(appId, recipient);
      await recipient.bind(appId, ...(await recipient.register('一期', '二期')));
      return {
        who: await officerOf(system, 'PLATFORM_ADMIN'),
        input: { appId, reason: '公司注销' },
        other: { appId, reason: '另有原因' },
      };
    },
  },
  addPaymentInterface: {
    selection: 'paymentInterface { id merchantNumber } cursor',
    prepare: ({ owner, appId }) =>
      Promise.resolve({
        who: owner,
        input: { appId, name: '物业费', merchantNumber: MERCHANT },
        other: { appId, name: '停车费', merchantNumber: MERCHANT },
      }),
  },
  removePaymentInterface: {
    selection: 'paymentInterfaceId cursor',
    prepare: async ({ owner, appId }) => ({
      who: owner,
      input: { paymentInterfaceId: await owner.offerPayment(appId, MERCHANT) },
      other: { paymentInterfaceId: await owner.offerPayment(appId, '1900054321') },
    }),
  },
  generateShareCodes: {
    selection: 'codes { code label expiresAt } cursor',
    prepare: ({ owner, appId }) =>
      Promise.resolve({ who: owner, input: { appId, count: 3 }, other: { appId, count: 4 } }),
  },
  cancelShareCodes: {
    selection: 'shareCodes { id label status } cursor',
    prepare: async ({ owner, appId }) => {
      const labels = (await owner.codes(appId, 3)).map(({ label }) => label);
      return { who: owner, input: { appId, labels: labels.slice(0, 2) }, other: { appId, labels: labels.slice(2) } };
    },
  },
  redeemShareCode: {
    selection: 'sharing { id } account { id } cursor',
    prepare: async ({ owner, recipient, appId }) => ({
      who: recipient,
      input: { code: await owner.code(appId) },
      other: { code: await owner.code(appId) },
    }),
  },
  revokeSharing: {
    selection: 'sharing { id status endedAt } unboundCommunityCount cursor',
    prepare: async ({ owner, recipient, appId }) => {
      const sharingId = await owner.share(appId, recipient);
      await recipient.bind(appId, ...(await recipient.register('一期')));
      return { who: owner, input: { sharingId, unbindCommunities: true }, other: { sharingId } };
    },
  },
  registerCommunities: {
    selection: 'communities { id name externalId } cursor',
    prepare: ({ owner }) =>
      Promise.resolve({
        who: owner,
        input: { communities: [{ name: '一期', externalId: 'x-1' }, { name: '二期' }] },
        other: { communities: [{ name: '三期' }] },
      }),
  },
  renameCommunity: {
    selection: 'community { id name } cursor',
    prepare: async ({ owner }) => {
      const [communityId] = await owner.register('一期');
      return { who: owner, input: { communityId, name: '新一期' }, other: { communityId, name: '老一期' } };
    },
  },
  removeCommunity: {
    selection: 'communityId cursor',
    prepare: async ({ owner }) => {
      const [communityId, another] = await owner.register('一期', '二期');
      return { who: owner, input: { communityId }, other: { communityId: another } };
    },
  },
  bindCommunities: {
    selection: 'communities { id } endedPaymentBindings { communityId paymentInterfaceId } cursor',
    prepare: async ({ system, owner, appId }) => {
      const communityIds = await owner.register('一期', '二期');
      const elsewhere = await accountOf(system, owner);
      const paymentInterfaceId = await owner.offerPayment(elsewhere, MERCHANT);
      await owner.bind(elsewhere, ...communityIds);
      await owner.bindPayment(paymentInterfaceId, MERCHANT, ...communityIds);
      return {
        who: owner,
        input: { appId, communityIds, move: true },
        other: { appId, communityIds: communityIds.slice(1), move: true },
      };
    },
  },
  unbindCommunities: {
    selection: 'communityIds communities { id } endedPaymentBindings { communityId paymentInterfaceId } cursor',
    prepare: async (stage) => {
      const { owner, appId } = stage;
      const { communityIds } = await paying(stage);
      return { who: owner, input: { appId, communityIds }, other: { appId, communityIds: communityIds.slice(1) } };
    },
  },
  bindPaymentInterface: {
    selection: `communities { id } paymentInterface { id } warning
      endedPaymentBindings { communityId paymentInterfaceId } cursor`,
    prepare: async (stage) => {
      const { owner, appId } = stage;
      const { communityIds } = await paying(stage);
      const paymentInterfaceId = await owner.offerPayment(appId, '1900054321');
      const input = { paymentInterfaceId, merchantNumber: '1900054321', communityIds, replace: true };
      return { who: owner, input, other: { ...input, communityIds: communityIds.slice(1) } };
    },
  },
  unbindPaymentInterface: {
    selection: 'communities { id } cursor',
    prepare: async (stage) => {
      const { paymentInterfaceId, communityIds } = await paying(stage);
      return {
        who: stage.owner,
        input: { paymentInterfaceId, communityIds },
        other: { paymentInterfaceId, communityIds: communityIds.slice(1) },
      };
    },
  },
  saveMenuDraft: {
    selection: 'account { id } menu { id version } cursor',
    prepare: ({ owner, appId }) => {
      const input = { appId, expectedVersion: 0, buttons: BUTTONS };
      return Promise.resolve({ who: owner, input, other: { ...input, buttons: BUTTONS.slice(1) } });
    },
  },
  publishMenu: {
    selection: 'account { id } menu { id version live { name } publishedAt } cursor',
    prepare: async (stage) => ({
      who: stage.owner,
      input: { appId: await drafted(stage), expectedVersion: 1 },
      other: { appId: await drafted(stage), expectedVersion: 1 },
    }),
  },
  importMenu: {
    selection: 'account { id } menu { id version live { name } } cursor',
    prepare: async (stage) => ({
      who: stage.owner,
      input: { appId: await drafted(stage) },
      other: { appId: await drafted(stage) },
    }),
  },
  deleteMenu: {
    selection: 'account { id } menu { id version live { name } } cursor',
    prepare: async (stage) => ({
      who: stage.owner,
      input: { appId: await drafted(stage) },
      other: { appId: await drafted(stage) },
    }),
  },
  reconcileAuthorizations: {
    selection: 'checked authorized deauthorized renewed ownerUnknown cursor',
    prepare: async ({ system }) => {
      const who = await officerOf(system, 'PLATFORM_ADMIN');
      // What WeChat's side does not know of is deauthorized: done now, the reconciliation itself is all there is to do.
      await who.do('reconcileAuthorizations', {});
      return { who, input: {}, other: { dryRun: true } };
    },
  },
  setAutomaticReplies: {
    selection: 'account { id } replies { onSubscribe { type text } keywords { keywords } } cursor',
    prepare: ({ owner, appId }) => {
      const replies = { onSubscribe: { type: 'TEXT', text: '欢迎' }, keywords: [] };
      return Promise.resolve({ who: owner, input: { appId, replies }, other: { appId, replies: { keywords: [] } } });
    },
  },
};

const BUTTONS = [
  { name: '报修', type: 'CLICK', key: 'repair' },
  { name: '缴费', type: 'VIEW', url: 'https://pay.example.com/' },
];

/** An account that exists at WeChat, too, with version 1 of a menu's draft. */
async function drafted({ system, owner }: Stage): Promise<string> {
  const appId = await system.authorize(owner);
  await owner.do('saveMenuDraft', { appId, expectedVersion: 0, buttons: BUTTONS });
  return appId;
}

/** Two communities of the owner that are bound to the account and to a payment interface of it. */
async function paying({ owner, appId }: Stage) {
  const communityIds = await owner.register('一期', '二期');
  const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
  await owner.bind(appId, ...communityIds);
  await owner.bindPayment(paymentInterfaceId, MERCHANT, ...communityIds);
  return { paymentInterfaceId, communityIds };
}

/** @throws for a mutation without a case */
export async function prepareCase(system: TestSystem, name: string): Promise<Case & Pick<Mutation, 'selection'>> {
  const mutation = MUTATIONS[name];
  if (mutation === undefined) throw new Error(`${name} has no case.`);
  const owner = await partyOf(system);
  const recipient = await partyOf(system);
  const appId = await accountOf(system, owner);
  return { ...(await mutation.prepare({ system, owner, recipient, appId })), selection: mutation.selection };
}
