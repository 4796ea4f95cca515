import { formatShareCode, shareCodeLabel } from '../../domain/values/share-code.js';
import type { CodeRequest, ShareCodeSecrets } from './share-code-secrets.js';

export interface DerivedShareCode {
  /** As it is shown. */
  readonly code: string;
  readonly digest: string;
  readonly secretVersion: number;
}

/** The codes of a request, always the same ones in the same order; no two with the same label. */
export function deriveShareCodes(
  secrets: ShareCodeSecrets,
  secretVersion: number,
  request: CodeRequest,
  count: number,
): readonly DerivedShareCode[] {
  const byLabel = new Map<string, DerivedShareCode>();
  for (let index = 0; byLabel.size < count; index += 1) {
    const code = formatShareCode(secrets.codeBytes(secretVersion, request, index));
    const digest = secrets.digest(secretVersion, code);
    const label = shareCodeLabel(digest);
    if (!byLabel.has(label)) byLabel.set(label, { code, digest, secretVersion });
  }
  return [...byLabel.values()];
}

/** Digests that a code, in its normalised spelling, may be known by: one for each version of the secret. */
export const digestsOf = (secrets: ShareCodeSecrets, code: string): readonly string[] =>
  secrets.versions.map((version) => secrets.digest(version, code));
