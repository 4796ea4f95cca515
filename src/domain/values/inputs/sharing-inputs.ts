import { SHARE_CODE_TEXT_LENGTH } from '../bounds.js';
import { parseShareCode } from '../share-code.js';
import { Problems, type Validated } from '../validation.js';
import type { KeyedInput } from './keyed.js';

export interface ShareCodeToRedeem extends KeyedInput {
  /** As it was generated; null when it is mistyped, R11's first refusal, which is no InvalidInput. */
  readonly code: string | null;
}

export function validateRedeemShareCode(input: KeyedInput & { readonly code: string }): Validated<ShareCodeToRedeem> {
  const v = new Problems();
  const parsed = parseShareCode(v.bounded(input.code.trim(), ['code'], SHARE_CODE_TEXT_LENGTH));
  return v.result({
    idempotencyKey: v.idempotencyKey(input.idempotencyKey),
    code: parsed.ok ? parsed.normalized : null,
  });
}

interface SharingToRevoke extends KeyedInput {
  readonly sharingId: string;
  readonly unbindCommunities: boolean;
}

export function validateRevokeSharing(input: SharingToRevoke): Validated<SharingToRevoke> {
  const v = new Problems();
  return v.result({
    idempotencyKey: v.idempotencyKey(input.idempotencyKey),
    sharingId: v.id(input.sharingId, ['sharingId']),
    unbindCommunities: input.unbindCommunities,
  });
}
