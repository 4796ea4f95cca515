import { accountStream } from '../../src/domain/account/account-stream.js';
import { decideRevokeSharing } from '../../src/domain/account/revoke-sharing.js';
import { decideCancelShareCodes } from '../../src/domain/share-code/cancel-share-codes.js';
import { decideGenerateShareCodes } from '../../src/domain/share-code/generate-share-codes.js';
import { decideRedeemShareCode } from '../../src/domain/share-code/redeem-share-code.js';
import { shareCodeStream } from '../../src/domain/share-code/share-code-stream.js';
import { tenantStream } from '../../src/domain/tenant/tenant-stream.js';
import { idOnAccount } from '../../src/domain/values/account-ids.js';
import { shareCodeLabel } from '../../src/domain/values/share-code.js';
import type { Cast, OfficialAccount } from './cast.js';
import { operatorOf, type World } from './world.js';

/** The owner generates a few codes; some are redeemed, the others cancelled or left to die (R8–R14). */
export function share(world: World, { tenants }: Cast, account: OfficialAccount): void {
  const { chance } = world;
  const { owner, appId } = account;
  if (!owner) return;
  const state = () => world.state(accountStream, appId);
  const digests = Array.from({ length: chance.between(1, 4) }, () => chance.hex(64));
  const codes = digests.map((digest) => ({ digest, secretVersion: 1 }));
  world.happen('GenerateShareCodes', operatorOf(world, owner), () =>
    decideGenerateShareCodes({ account: state(), tenantId: owner.id, codes, now: world.now }),
  );
  for (const digest of digests) {
    const shareCode = () => world.state(shareCodeStream, digest);
    const recipient = chance.pickUnevenly(tenants);
    const fate = chance.below(10);
    if (recipient && fate < 7) {
      const redeemed = world.happen('RedeemShareCode', operatorOf(world, recipient), () =>
        decideRedeemShareCode({
          shareCode: shareCode(),
          account: state(),
          tenantId: recipient.id,
          sharingId: idOnAccount(appId, chance.hex(24)),
          now: world.now,
        }),
      );
      if (redeemed.length > 0) recipient.accounts.push(account);
    } else if (fate === 9) {
      const labels = [shareCodeLabel(digest)];
      world.happen('CancelShareCodes', operatorOf(world, owner), () =>
        decideCancelShareCodes({
          account: state(),
          shareCodes: new Map(labels.map((label) => [label, shareCode()])),
          tenantId: owner.id,
          labels,
          now: world.now,
        }),
      );
    }
    world.forget(shareCodeStream, digest);
  }
}

/** The owner ends a sharing, with all that is bound (R21). */
export function endSharing(world: World, account: OfficialAccount): void {
  const { owner, appId } = account;
  const state = world.state(accountStream, appId);
  const [recipient, sharingId] = world.chance.pick([...state.activeSharingByRecipient.entries()]) ?? [];
  if (!owner || recipient === undefined || sharingId === undefined) return;
  world.happen('RevokeSharing', operatorOf(world, owner), () =>
    decideRevokeSharing({
      account: state,
      tenants: new Map([[recipient, world.state(tenantStream, recipient)]]),
      tenantId: owner.id,
      sharingId,
      unbindCommunities: true,
    }),
  );
}
