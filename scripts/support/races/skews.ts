import { accepted, codeIn, communityIn, MERCHANT, shareIn, type Arena, type Outcome, type Tenants } from './arena.js';

type Contender = (at: Tenants) => Promise<Outcome>;

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

function bindAndRevoke(by: keyof Tenants, unbindCommunities: boolean): Prepare {
  return async (arena) => {
    const [{ owner }] = arena.sides;
    const appId = await arena.account('owner');
    const communityIds = [await communityIn(arena)];
    return async () => {
      const sharingId = await shareIn(arena, appId);
      return {
        contenders: [
          ({ recipient }) => recipient('bindCommunities', { appId, communityIds, move: false }),
          (at) => at[by]('revokeSharing', { sharingId, unbindCommunities }),
        ],
        ...(unbindCommunities && { bothMay: true }),
        after: async ([, revoked]) => {
          if (!revoked) await owner('revokeSharing', { sharingId, unbindCommunities: true });
        },
      };
    };
  };
}

function moveAndRevoke(by: keyof Tenants): Prepare {
  return async (arena) => {
    const [{ owner, recipient }] = arena.sides;
    const appId = await arena.account('owner');
    const home = await arena.account('recipient');
    const communityIds = [await communityIn(arena)];
    accepted(await recipient('bindCommunities', { appId: home, communityIds, move: false }));
    return async () => {
      const sharingId = await shareIn(arena, appId);
      return {
        contenders: [
          (at) => at.recipient('bindCommunities', { appId, communityIds, move: true }),
          (at) => at[by]('revokeSharing', { sharingId, unbindCommunities: false }),
        ],
        after: async ([moved, revoked]) => {
          if (moved) accepted(await recipient('bindCommunities', { appId: home, communityIds, move: true }));
          if (!revoked) accepted(await owner('revokeSharing', { sharingId, unbindCommunities: false }));
        },
      };
    };
  };
}

const bindPaymentAndRemove: Prepare = async (arena) => {
  const [{ owner, recipient }] = arena.sides;
  const appId = await arena.account('owner');
  const communityIds = [await communityIn(arena)];
  await shareIn(arena, appId);
  accepted(await recipient('bindCommunities', { appId, communityIds, move: false }));
  return async () => {
    const payment = { appId, name: '物业费', merchantNumber: MERCHANT };
    const { paymentInterfaceId } = accepted(await owner('addPaymentInterface', payment));
    const bind = { paymentInterfaceId, merchantNumber: MERCHANT, communityIds, replace: false };
    return {
      contenders: [
        (at) => at.recipient('bindPaymentInterface', bind),
        (at) => at.owner('removePaymentInterface', { paymentInterfaceId }),
      ],
      after: async ([bound, removed]) => {
        if (bound) accepted(await recipient('unbindPaymentInterface', { paymentInterfaceId, communityIds }));
        if (!removed) accepted(await owner('removePaymentInterface', { paymentInterfaceId }));
      },
    };
  };
};

const redeemAndRelease: Prepare = (arena) =>
  Promise.resolve(async () => {
    // A released account is gone: each round has one of its own.
    const appId = await arena.account('owner');
    const { code } = await codeIn(arena, appId);
    return {
      contenders: [
        ({ recipient }) => recipient('redeemShareCode', { code }),
        ({ owner }) => owner('releaseAccount', { appId }),
      ],
      after: () => Promise.resolve(),
    };
  });

const redeemAndCancel: Prepare = async (arena) => {
  const [{ owner }] = arena.sides;
  const appId = await arena.account('owner');
  return async () => {
    const { code, label } = await codeIn(arena, appId);
    let sharingId: string | null = null;
    return {
      contenders: [
        async ({ recipient }) => {
          const answer = await recipient('redeemShareCode', { code });
          if (answer.ok) ({ sharingId } = answer.result);
          return answer;
        },
        (at) => at.owner('cancelShareCodes', { appId, labels: [label] }),
      ],
      after: async () => {
        if (sharingId === null) return;
        accepted(await owner('revokeSharing', { sharingId, unbindCommunities: false }));
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
