import type { EventStoreChoice } from '../event-store/engines.js';
import type { ReadModelLog } from '../read-models/log.js';
import { startThread, type HostedThread, type ThreadFailedError } from '../threads/host.js';
import type { KeeperInput } from './worker.js';

export interface KeeperThreadOptions {
  /** Data folder, of whose log nobody else keeps the past there. */
  readonly dataDir: string;
  /** Where the log is, which is there already. */
  readonly eventStore: EventStoreChoice;
  readonly log: ReadModelLog;
  /** Called once when the thread ends though nobody stopped it. */
  readonly onFailure: (error: ThreadFailedError) => void;
}

/**
 * Keeps the past of a data folder from a thread of its own, so that nobody waits for it. Resolves when there is
 * something to read from, however little it may hold.
 *
 * @throws ThreadFailedError when it cannot begin
 */
export const startHistoryKeeper = ({
  dataDir,
  eventStore,
  log,
  onFailure,
}: KeeperThreadOptions): Promise<HostedThread> =>
  startThread<KeeperInput, never>({
    name: 'the kept history',
    directory: __dirname,
    input: { dataDir, eventStore },
    log,
    onTold: () => undefined,
    onFailure,
  });
