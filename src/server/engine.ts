import { startProjectionWorker, type ProjectionWorker } from '../../projections/runner/host.js';
import { openEmbeddedSnapshots } from '../application/snapshots/embedded-snapshot-store.js';
import type { SnapshotStore } from '../application/snapshots/snapshot-store.js';
import { openEmbeddedSeals } from '../audit/embedded/embedded-seals.js';
import type { SealStore } from '../audit/seal-store.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import type { SubscriptionLag } from '../event-store/kurrentdb/observer.js';
import type { EventStore } from '../event-store/port.js';
import { openHistoryToRead } from '../history/embedded/open.js';
import { startHistoryKeeper } from '../history/host.js';
import { Past } from '../history/past.js';
import { openEmbeddedLeases } from '../leases/embedded-leases.js';
import type { Leases } from '../leases/leases.js';
import { openEmbeddedDirectory } from '../people/embedded-directory.js';
import type { Directory } from '../people/directory.js';
import { lockPrivateFolder } from '../private-store/folder-lock.js';
import { openEmbeddedReadModels } from '../read-models/embedded/open.js';
import type { ReadModelLog } from '../read-models/log.js';
import type { ReadModels } from '../read-models/port.js';
import { openEmbeddedVault } from '../vault/embedded-vault.js';
import { vaultKeysOf } from '../vault/key-ring.js';
import type { Vault } from '../vault/vault.js';
import type { CallbackJournal } from '../wechat/callbacks/callback-journal.js';
import { openEmbeddedCallbackJournal } from '../wechat/callbacks/embedded-callback-journal.js';
import { Closing } from './closing.js';
import { openEventStore, type EventStoreEvents } from './event-store.js';
import type { ReadinessCheck } from './http/health.js';

/** Where everything is kept, whichever engine keeps it. */
export interface Engine {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  /** The state at any moment. */
  readonly past: Past;
  readonly projections: Pick<ProjectionWorker, 'progress' | 'states'>;
  readonly vault: Vault;
  readonly leases: Leases;
  readonly directory: Directory;
  readonly callbacks: CallbackJournal;
  readonly snapshots: SnapshotStore;
  readonly seals: SealStore;
  readonly readiness: readonly ReadinessCheck[];
  /** Where each subscription to a log on a server stands behind it. */
  readonly subscriptions: () => readonly SubscriptionLag[];
  close(): Promise<void>;
}

export interface EngineOptions extends EventStoreEvents {
  readonly config: Pick<Config, 'dataDir' | 'privateDir' | 'eventStore'>;
  readonly secrets: Pick<Secrets, 'vault'>;
  readonly log: ReadModelLog;
}

/**
 * The log where it is configured to be, everything else in files of the data folder and the private one; the read models and
 * their history, and the log where it is a file too, are written by threads of their own.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { secrets, log, onFailure } = options;
  const { dataDir, privateDir, eventStore } = options.config;
  const closing = new Closing();
  try {
    const { store, ...opened } = closing.add(await openEventStore(eventStore, dataDir, options));
    // A log in a folder has one process; one on a server may have several, of which some are on this host.
    const lock = lockPrivateFolder(privateDir, eventStore.engine === 'embedded' ? 'ALONE' : 'SHARED');
    closing.add({
      close: () => {
        lock.release();
        return Promise.resolve();
      },
    });
    const vault = closing.add(await openEmbeddedVault(privateDir, vaultKeysOf(secrets.vault)));
    const leases = closing.add(await openEmbeddedLeases(privateDir));
    const directory = closing.add(await openEmbeddedDirectory(privateDir));
    const lost = (error: unknown): void => log('error', 'The journal of callbacks cannot be written.', textOf(error));
    const callbacks = closing.add(await openEmbeddedCallbackJournal(privateDir, { onFailure: lost }));
    const snapshots = closing.add(openEmbeddedSnapshots(dataDir));
    const seals = closing.add(await openEmbeddedSeals(privateDir));
    const projections = await startProjectionWorker({ dataDir, eventStore, log, onFailure });
    closing.add({ close: () => projections.stop() });
    opened.tellOfGrowth(projections.bell);
    const readModels = closing.add(await openEmbeddedReadModels(dataDir, { readonly: true }));
    const keeper = await startHistoryKeeper({ dataDir, eventStore, log, onFailure });
    closing.add({ close: () => keeper.stop() });
    const past = closing.add(new Past({ events: store, kept: openHistoryToRead(dataDir, store.installation) }));
    return {
      store,
      readModels,
      past,
      projections,
      vault,
      leases,
      directory,
      callbacks,
      snapshots,
      seals,
      readiness: [opened.readiness],
      subscriptions: opened.subscriptions,
      close: () => closing.close(),
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

const textOf = (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) });
