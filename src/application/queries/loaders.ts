import DataLoader from 'dataloader';
import { accounts } from '../../../projections/accounts/projection.js';
import { communities } from '../../../projections/communities/projection.js';
import { sharings } from '../../../projections/sharings/projection.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Directory } from '../../people/directory.js';
import type { Collection, Document, ReadModels } from '../../read-models/port.js';
import type { Loaders, Reads } from './reads.js';

type Batch<Value> = (ids: readonly string[]) => Promise<readonly (Value | null)[]>;

export interface ReadSources {
  readonly readModels: ReadModels;
  readonly directory: Directory;
  readonly asOf: () => Promise<Cursor>;
}

/** Look-ups that remember nothing, for feeds. */
export function directReads({ readModels, directory, asOf }: ReadSources): Reads {
  return {
    account: (id) => readModels.get(accounts, id),
    community: (id) => readModels.get(communities, id),
    sharing: (id) => readModels.get(sharings, id),
    person: async (id) => (await directory.people([id]))[0] ?? null,
    tenantName: async (id) => (await directory.tenantNames([id]))[0] ?? null,
    asOf,
  };
}

export function createLoaders({ readModels, directory, asOf }: ReadSources): Loaders {
  let position: Promise<Cursor> | null = null;
  const pinned = (): Promise<Cursor> => (position ??= asOf());
  const loader = <Value>(batch: Batch<Value>): DataLoader<string, Value | null> =>
    new DataLoader(async (ids) => {
      await pinned();
      return batch(ids);
    });
  const documents = <D extends Document>(collection: Collection<D>) =>
    loader<D>((ids) => readModels.getMany(collection, ids));

  const byAccount = documents(accounts);
  const byCommunity = documents(communities);
  const bySharing = documents(sharings);
  const byPerson = loader((ids) => directory.people(ids));
  const byTenant = loader((ids) => directory.tenantNames(ids));
  return {
    account: (id) => byAccount.load(id),
    community: (id) => byCommunity.load(id),
    sharing: (id) => bySharing.load(id),
    person: (id) => byPerson.load(id),
    tenantName: (id) => byTenant.load(id),
    asOf: pinned,
    forget: () => {
      position = null;
      for (const remembered of [byAccount, byCommunity, bySharing, byPerson, byTenant]) remembered.clearAll();
    },
  };
}
