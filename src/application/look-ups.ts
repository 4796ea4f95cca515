import { communities } from '../../projections/communities/projection.js';
import { shareCodes } from '../../projections/share-codes/projection.js';
import { tenureKey } from '../../projections/key-parts.js';
import { parseCursor, type Cursor } from '../event-store/cursor.js';
import type { EventReader } from '../event-store/port.js';
import type { ReadModels } from '../read-models/port.js';
import type { Progress } from '../read-models/progress.js';
import { TryAgainError } from './answer.js';

const PATIENCE = 5_000;

/**
 * Finds the stream that an id belongs to where the id does not say so itself. Only facts that never change are looked
 * up in the read models; "not found" is believed only after they have reached the head of the log.
 */
export class LookUps {
  constructor(
    private readonly readModels: ReadModels,
    private readonly progress: Progress,
    private readonly reader: EventReader,
  ) {}

  /** Tenant of each community; those that do not exist are missing. */
  async tenantsOf(communityIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#untilHead(communities.name, communityIds.length, async () => {
      const found = await this.readModels.getMany(communities, communityIds);
      return new Map(found.flatMap((community) => (community ? [[community.communityId, community.tenantId]] : [])));
    });
  }

  /** Digest of each code that carries one of the labels in a tenure of the account; unknown labels are missing. */
  async digestsOf(appId: string, tenure: number, labels: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#untilHead(shareCodes.name, labels.length, async () => {
      const found = await Promise.all(labels.map((label) => this.#digestOf(appId, tenure, label)));
      return new Map(found.flatMap((entry) => (entry === null ? [] : [entry])));
    });
  }

  async #digestOf(appId: string, tenure: number, label: string): Promise<readonly [string, string] | null> {
    const scan = { index: 'byLabel', prefix: [appId, tenureKey(tenure), label] };
    const { rows } = await this.readModels.page(shareCodes, scan, { limit: 10, order: 'ascending' });
    // Two codes may share a label once in a very long time: the open one is meant.
    const meant = rows.find(({ document }) => document.state === 'OPEN') ?? rows[0];
    return meant === undefined ? null : [label, meant.document.digest];
  }

  /** Looks again after the read model has caught up, when not everything was found at first. */
  async #untilHead<K, V>(
    readModel: string,
    wanted: number,
    look: () => Promise<ReadonlyMap<K, V>>,
  ): Promise<ReadonlyMap<K, V>> {
    const found = await look();
    if (found.size === wanted) return found;
    const head = await this.reader.head();
    const isCaughtUp = (await this.progress.waitForViews(head, PATIENCE)) && this.#hasReached(readModel, head);
    if (!isCaughtUp) throw new TryAgainError('The read models lag behind.');
    return look();
  }

  /** The wait leaves out read models that stand still or are being made anew: what they do not know may exist. */
  #hasReached(readModel: string, head: Cursor): boolean {
    const reached = this.progress.reachedBy(readModel);
    return reached === null ? parseCursor(head).position === 0n : reached >= head;
  }
}
