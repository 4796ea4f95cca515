import { asOwner } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import { toShareCode } from './share-code-stream.js';
import type { IssuedShareCode, ShareCodeState } from './state.js';
import { validityOf } from './validity.js';

export interface CancelShareCodes {
  readonly account: AccountState;
  /** By label, as far as the labels are known. */
  readonly shareCodes: ReadonlyMap<string, ShareCodeState>;
  readonly tenantId: string;
  readonly labels: readonly string[];
  /** ISO 8601. */
  readonly now: string;
}

/** R12: the owner cancels open codes by their labels; also while the account is deauthorized (R6). */
export function decideCancelShareCodes({ account, shareCodes, tenantId, labels, now }: CancelShareCodes): Decision {
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  const { appId } = owner.tenure;
  const open: IssuedShareCode[] = [];
  const notOpen: string[] = [];
  for (const label of labels) {
    const code = shareCodes.get(label);
    const isOpen =
      code !== undefined && code.status !== 'NONE' && code.appId === appId && validityOf(code, account, now) === 'OPEN';
    if (isOpen) open.push(code);
    else notOpen.push(label);
  }
  if (notOpen.length > 0) return refuse({ code: 'SHARE_CODES_NOT_OPEN', labels: notOpen });
  return accept(
    open.map(({ digest, label, tenure, owner }, index) => {
      const batch = { index, size: open.length };
      return toShareCode({ type: 'ShareCodeCancelled', data: { digest, label, appId, tenure, owner, batch } });
    }),
  );
}
