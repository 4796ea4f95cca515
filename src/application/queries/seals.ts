import { consistencyRanges } from '../../audit/merkle/proofs.js';
import type { AuditKey, Seal } from '../../audit/seal.js';
import type { SealReader } from '../../audit/seal-store.js';
import { rootsOfRanges } from '../../audit/tree.js';
import { Mistakes } from './mistakes.js';
import { formatPageCursor, listName } from './page-cursor.js';
import { sliceOf } from './page-request.js';
import type { Connection, PageArguments } from './paging.js';
import type { AuditSealView } from './views.js';

/** Sizes as decimal texts: a log may outgrow GraphQL's integers. */
export const sealView = ({ treeSize, rootHash, sealedAt, keyId, signature }: Seal): AuditSealView => ({
  treeSize: String(treeSize),
  rootHash,
  sealedAt,
  keyId,
  signature,
});

const LIST = listName({ name: 'auditSeals', version: 1 }, { index: 'treeSize', prefix: [] });
const SIZE = /^[1-9]\d{0,15}$/;

export type SealsPage = Pick<Connection<AuditSealView>, 'edges' | 'nodes' | 'pageInfo'>;

/** Seals, the smallest tree first. @throws BadUserInputError */
export async function auditSeals(
  seals: Pick<SealReader, 'seals'>,
  page: Pick<PageArguments, 'first' | 'after'>,
): Promise<SealsPage> {
  const mistakes = new Mistakes();
  const { size, after } = sliceOf({ name: LIST, isKey: (key) => SIZE.test(key) }, page, mistakes);
  mistakes.throwAny();
  const from = Number(after ?? 0);
  const found = await seals.seals(from, size + 1);
  const edges = found
    .slice(0, size)
    .map((seal) => ({ cursor: formatPageCursor(LIST, String(seal.treeSize)), node: sealView(seal) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: async () => ((await seals.seals(0, 1))[0]?.treeSize ?? Infinity) <= from,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Hashes in lower-case hex that prove that the later tree begins with the earlier one. @throws BadUserInputError */
export async function auditConsistency(
  seals: Pick<SealReader, 'newestSeal' | 'roots'>,
  fromTreeSize: string,
  toTreeSize: string,
): Promise<readonly string[]> {
  const sealed = (await seals.newestSeal())?.treeSize ?? 0;
  const mistakes = new Mistakes();
  for (const [path, text] of Object.entries({ fromTreeSize, toTreeSize })) {
    if (SIZE.test(text) && Number(text) <= sealed) continue;
    mistakes.add({
      en: `${path} must be the size of a tree that is sealed: 1 to ${sealed}, in decimal digits.`,
      zh: `${path} 应为已封存的树的大小：十进制数，1 至 ${sealed}。`,
    });
  }
  const [from, to] = [Number(fromTreeSize), Number(toTreeSize)];
  if (from > to) {
    mistakes.add({
      en: 'fromTreeSize must not be greater than toTreeSize.',
      zh: 'fromTreeSize 不能大于 toTreeSize。',
    });
  }
  mistakes.throwAny();
  const proof = await rootsOfRanges(seals, consistencyRanges(from, to));
  return proof.map((hash) => hash.toString('hex'));
}

/** Oldest first. */
export const auditKeys = (seals: Pick<SealReader, 'keys'>): Promise<readonly AuditKey[]> => seals.keys();
