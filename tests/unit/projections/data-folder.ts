import { openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { EventStore } from '../../../src/event-store/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { MemoryLog } from './memory-log.js';

/** A data folder with a real log, filled from a log in memory. */
export class DataFolder {
  readonly path: string;
  #copied = 0;

  private constructor(
    private readonly folder: ReturnType<typeof temporaryFolder>,
    readonly store: EventStore,
  ) {
    this.path = folder.path;
  }

  static async open(): Promise<DataFolder> {
    const folder = temporaryFolder();
    return new DataFolder(folder, await openEmbeddedEventStore(folder.path));
  }

  /** Appends what the log in memory has got since the last call, in portions as commands would. */
  async copy(log: MemoryLog): Promise<void> {
    for (; this.#copied < log.events.length; this.#copied += 20) {
      const portion = log.events.slice(this.#copied, this.#copied + 20);
      // All of an append happens at one time.
      const occurredAt = portion[0]?.metadata.occurredAt ?? '';
      const records = portion.map(({ stream, id, type, data, metadata }) => ({
        stream,
        event: { id, type, data, metadata: { ...metadata, occurredAt } },
      }));
      await this.store.append({ command: { id: `c${this.#copied}`, fingerprint: 'f' }, records, checks: [] });
    }
    this.#copied = log.events.length;
  }

  async remove(): Promise<void> {
    await this.store.close();
    this.folder.remove();
  }
}
