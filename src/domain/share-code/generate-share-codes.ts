import { asAuthorizedOwner } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import { SHARE_CODE_HOURS } from '../values/bounds.js';
import { shareCodeLabel } from '../values/share-code.js';
import { hoursAfter } from '../values/times.js';
import { toShareCode } from './share-code-stream.js';

export interface GenerateShareCodes {
  readonly account: AccountState;
  readonly tenantId: string;
  /** In the order of the answer: keyed digest (64 hex digits) of each code and the version of its secret. */
  readonly codes: readonly { readonly digest: string; readonly secretVersion: number }[];
  /** ISO 8601. */
  readonly now: string;
}

/** R8: the owner generates codes; the platform keeps only their digests. R10: they die 24 hours later. */
export function decideGenerateShareCodes({ account, tenantId, codes, now }: GenerateShareCodes): Decision {
  const owner = asAuthorizedOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  const expiresAt = hoursAfter(now, SHARE_CODE_HOURS);
  return accept(
    codes.map(({ digest, secretVersion }, index) => {
      const code = { digest, label: shareCodeLabel(digest), ...owner.tenure };
      const batch = { index, size: codes.length };
      return toShareCode({ type: 'ShareCodeGenerated', data: { ...code, expiresAt, secretVersion, batch } });
    }),
  );
}
