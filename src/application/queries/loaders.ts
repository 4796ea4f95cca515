import DataLoader from 'dataloader';
import type {
  AccountDocument,
  CommunityDocument,
  MenuDocument,
  RepliesDocument,
  SharingDocument,
  TrailDocument,
} from '../../../projections/documents.js';
import { accounts } from '../../../projections/accounts/projection.js';
import { communities } from '../../../projections/communities/projection.js';
import { replies } from '../../../projections/replies/projection.js';
import { menus } from '../../../projections/menus/projection.js';
import { sharings } from '../../../projections/sharings/projection.js';
import type { SealReader } from '../../audit/seal-store.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Directory } from '../../people/directory.js';
import type { Collection, Document, Documents } from '../../read-models/port.js';
import { proofsOf } from './proofs.js';
import type { Loaders, Reads } from './reads.js';
import type { AuditProofView } from './views.js';

type Batch<Value> = (ids: readonly string[]) => Promise<readonly (Value | null)[]>;

export interface ReadSources {
  readonly readModels: Documents;
  readonly directory: Pick<Directory, 'people' | 'tenantNames'>;
  /** Null where nothing was ever sealed. */
  readonly seals: SealReader | null;
  readonly asOf: () => Promise<Cursor>;
}

/** Look-ups that remember nothing, for feeds. */
export function directReads({ readModels, directory, seals, asOf }: ReadSources): Reads {
  return {
    account: (id) => readModels.get(accounts, id),
    community: (id) => readModels.get(communities, id),
    sharing: (id) => readModels.get(sharings, id),
    replies: (id) => readModels.get(replies, id),
    menu: (id) => readModels.get(menus, id),
    person: async (id) => (await directory.people([id]))[0] ?? null,
    tenantName: async (id) => (await directory.tenantNames([id]))[0] ?? null,
    proof: async (event) => {
      const [proof = null] = await proofsOf(seals, [event]);
      if (proof instanceof Error) throw proof;
      return proof;
    },
    asOf,
  };
}

/** Look-ups of documents, of whichever operations read in the same turn. */
interface Batches {
  readonly accounts: Batch<AccountDocument>;
  readonly communities: Batch<CommunityDocument>;
  readonly sharings: Batch<SharingDocument>;
  readonly replies: Batch<RepliesDocument>;
  readonly menus: Batch<MenuDocument>;
}

const MOST_AT_ONCE = 1_000;

/**
 * Makes the loaders of each operation. Operations that read in the same turn, as those do whose commands the views have
 * just reached together, share a query; what each of them may see is decided behind this.
 */
export function loadersOf({ readModels, directory, seals, asOf }: ReadSources): () => Loaders {
  const shared = <D extends Document>(collection: Collection<D>): Batch<D> => {
    const loader = new DataLoader<string, D | null>((ids) => readModels.getMany(collection, ids), {
      cache: false,
      maxBatchSize: MOST_AT_ONCE,
    });
    return (ids) => Promise.all(ids.map((id) => loader.load(id)));
  };
  const documents = {
    accounts: shared(accounts),
    communities: shared(communities),
    sharings: shared(sharings),
    replies: shared(replies),
    menus: shared(menus),
  };
  return () => loadersOfOne(documents, { directory, seals, asOf });
}

function loadersOfOne(
  documents: Batches,
  { directory, seals, asOf }: Pick<ReadSources, 'directory' | 'seals' | 'asOf'>,
): Loaders {
  let position: Promise<Cursor> | null = null;
  const pinned = (): Promise<Cursor> => (position ??= asOf());
  const loader = <Value>(batch: Batch<Value>): DataLoader<string, Value | null> =>
    new DataLoader(async (ids) => {
      await pinned();
      return batch(ids);
    });

  const byAccount = loader(documents.accounts);
  const byCommunity = loader(documents.communities);
  const bySharing = loader(documents.sharings);
  const byReplies = loader(documents.replies);
  const byMenu = loader(documents.menus);
  const byPerson = loader((ids) => directory.people(ids));
  const byTenant = loader((ids) => directory.tenantNames(ids));
  const byEvent = new DataLoader<TrailDocument, AuditProofView | null, string>((events) => proofsOf(seals, events), {
    cacheKeyFn: ({ id }) => id,
  });
  return {
    account: (id) => byAccount.load(id),
    community: (id) => byCommunity.load(id),
    sharing: (id) => bySharing.load(id),
    replies: (id) => byReplies.load(id),
    menu: (id) => byMenu.load(id),
    person: (id) => byPerson.load(id),
    tenantName: (id) => byTenant.load(id),
    proof: (event) => byEvent.load(event),
    asOf: pinned,
    forget: () => {
      position = null;
      for (const remembered of [byAccount, byCommunity, bySharing, byReplies, byMenu, byPerson, byTenant, byEvent])
        remembered.clearAll();
    },
  };
}
