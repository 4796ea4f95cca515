import { z } from 'zod';
import type { Seal } from './seal.js';

/** What was kept is no list of seals. */
export class KeptSealsError extends Error {
  readonly code = 'KEPT_SEALS';
  constructor(line: number) {
    super(`Line ${line} of the kept seals is not a seal as auditSeals tells it.`);
    this.name = new.target.name;
  }
}

const shape = z.object({
  treeSize: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .transform(Number),
  rootHash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.string(),
  keyId: z.string(),
  signature: z.base64(),
});

/** Seals as text to be kept elsewhere: a line each, as `auditSeals` tells them. */
export const formatKeptSeals = (seals: readonly Seal[]): string =>
  seals
    .map(({ treeSize, rootHash, sealedAt, keyId, signature }) =>
      JSON.stringify({ treeSize: String(treeSize), rootHash, sealedAt, keyId, signature }),
    )
    .map((line) => `${line}\n`)
    .join('');

/** @throws KeptSealsError naming the first line that is no seal */
export function parseKeptSeals(text: string): Seal[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [shape.parse(JSON.parse(line))];
    } catch {
      throw new KeptSealsError(at + 1);
    }
  });
}
