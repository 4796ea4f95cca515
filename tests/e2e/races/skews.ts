import { accepted, MERCHANT, type Arena } from './arena.js';
import type { Answer } from '../../../src/application/answer.js';

type Contender = () => Promise<Answer<unknown>>;

/** What two meet over, once. */
export interface Round {
  readonly contenders: readonly [Contender, Contender];
  /** Whether both may be accepted, one after the other. Otherwise exactly one is. */
  readonly bothMay?: true;
  /** Puts things back for the next round, given which of the two were accepted. */
  readonly after: (accepted: readonly boolean[]) => Promise<unknown>;
}

/** Makes an arena ready, and then one round after the other. */
export type Prepare = (arena: Arena) => Promise<() => Promise<Round>>;
export interface Skew {
  readonly name: string;
  /** Arenas take turns with them. */
  readonly variants: readonly Prepare[];
}

function bindAndRevoke(by: 'owner' | 'recipient', unbindCommunities: boolean): Prepare {
  return async (arena) => {
    const appId = await arena.account('owner');
    const communityIds = [await arena.community()];
    return async () => {
      const sharingId = await arena.share(appId);
      return {
        contenders: [
          () => arena.recipient('bindCommunities', { appId, communityIds, move: false }),
          () => arena[by]('revokeSharing', { sharingId, unbindCommunities }),
        ],
        ...(unbindCommunities && { bothMay: true }),
        after: async ([, revoked]) => {
          if (!revoked) await arena.owner('revokeSharing', { sharingId, unbindCommunities: true });
        },
      };
    };
  };
}

function moveAndRevoke(by: 'owner' | 'recipient'): Prepare {
  return async (arena) => {
    const appId = await arena.account('owner');
    const home = await arena.account('recipient');
    const communityIds = [await arena.community()];
    accepted(await arena.recipient('bindCommunities', { appId: home, communityIds, move: false }));
    return async () => {
      const sharingId = await arena.share(appId);
      return {
        contenders: [
          () => arena.recipient('bindCommunities', { appId, communityIds, move: true }),
          () => arena[by]('revokeSharing', { sharingId, unbindCommunities: false }),
        ],
        after: async ([moved, revoked]) => {
          if (moved) accepted(await arena.recipient('bindCommunities', { appId: home, communityIds, move: true }));
          if (!revoked) accepted(await arena.owner('revokeSharing', { sharingId, unbindCommunities: false }));
        },
      };
    };
  };
}

const bindPaymentAndRemove: Prepare = async (arena) => {
  const appId = await arena.account('owner');
  const communityIds = [await arena.community()];
  await arena.share(appId);
  accepted(await arena.recipient('bindCommunities', { appId, communityIds, move: false }));
  return async () => {
    const payment = { appId, name: '物业费', merchantNumber: MERCHANT };
    const { paymentInterfaceId } = accepted(await arena.owner('addPaymentInterface', payment));
    const bind = { paymentInterfaceId, merchantNumber: MERCHANT, communityIds, replace: false };
    return {
      contenders: [
        () => arena.recipient('bindPaymentInterface', bind),
        () => arena.owner('removePaymentInterface', { paymentInterfaceId }),
      ],
      after: async ([bound, removed]) => {
        if (bound) accepted(await arena.recipient('unbindPaymentInterface', { paymentInterfaceId, communityIds }));
        if (!removed) accepted(await arena.owner('removePaymentInterface', { paymentInterfaceId }));
      },
    };
  };
};

const redeemAndRelease: Prepare = (arena) =>
  Promise.resolve(async () => {
    // A released account is gone: each round has one of its own.
    const appId = await arena.account('owner');
    const { code } = await arena.code(appId);
    return {
      contenders: [() => arena.recipient('redeemShareCode', { code }), () => arena.owner('releaseAccount', { appId })],
      after: () => Promise.resolve(),
    };
  });

const redeemAndCancel: Prepare = async (arena) => {
  const appId = await arena.account('owner');
  return async () => {
    const { code, label } = await arena.code(appId);
    let sharingId: string | null = null;
    return {
      contenders: [
        async () => {
          const answer = await arena.recipient('redeemShareCode', { code });
          if (answer.ok) ({ sharingId } = answer.result);
          return answer;
        },
        () => arena.owner('cancelShareCodes', { appId, labels: [label] }),
      ],
      after: async () => {
        if (sharingId === null) return;
        accepted(await arena.owner('revokeSharing', { sharingId, unbindCommunities: false }));
      },
    };
  };
};

export const SKEWS: readonly Skew[] = [
  {
    name: 'R20, R21, R24: bind × revoke by either side',
    variants: [bindAndRevoke('recipient', false), bindAndRevoke('owner', false), bindAndRevoke('owner', true)],
  },
  { name: 'R14, R16: bind payment × remove interface', variants: [bindPaymentAndRemove] },
  { name: 'R7, R9: redeem × release', variants: [redeemAndRelease] },
  { name: 'R9, R12: redeem × cancel', variants: [redeemAndCancel] },
  {
    name: 'R15, R20, R21, R24: move × revoke by either side',
    variants: [moveAndRevoke('recipient'), moveAndRevoke('owner')],
  },
];
