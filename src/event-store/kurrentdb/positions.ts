import { parseCursorOf } from '../cursor.js';
import { CursorBeyondHeadError, InvalidCursorError } from '../errors.js';
import type { Cursors } from './cursors.js';
import { isOwnEvent, positionOf } from './decode.js';
import type { Installation } from './installation.js';
import type { Names } from './names.js';
import { newestEvent } from './newest-event.js';
import { Origins } from './origins.js';
import type { OwnEvents } from './own-events.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

export interface PositionsOptions {
  readonly log: ServerLog;
  readonly names: Names;
  readonly installation: Installation;
  readonly cursors: Cursors;
  readonly events: Pick<OwnEvents, 'has'>;
}

/** Finds the server's positions for which cursors stand, also those from before the log was moved here. */
export class Positions {
  private readonly origins: Origins;

  constructor(private readonly options: PositionsOptions) {
    this.origins = new Origins(options);
  }

  /**
   * Null stands for where the log begins.
   *
   * @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError
   */
  async of(cursor: string | null, patience: Patience): Promise<bigint> {
    const { installation, cursors, events } = this.options;
    const { id, epoch, floor } = installation;
    if (cursor === null) return floor;
    const parts = parseCursorOf(id, cursor);
    if (parts.epoch > epoch) throw new CursorBeyondHeadError();
    if (parts.position === 0n) return floor;
    if (parts.epoch < epoch) return this.origins.positionOf(parts, patience);
    if (parts.position <= floor) throw new InvalidCursorError();
    if (events.has(parts.position)) return parts.position;
    if (!cursors.isReached(parts.position)) await this.head(patience);
    if (!cursors.isReached(parts.position)) throw new CursorBeyondHeadError();
    await this.checkBegins(parts.position, patience);
    return parts.position;
  }

  /** Of the newest event; where the log begins when there is none. */
  async head(patience: Patience): Promise<bigint> {
    const { log, names, installation, cursors } = this.options;
    const newest = await newestEvent(log, names, patience);
    const position = newest === null ? installation.floor : positionOf(newest);
    cursors.reach(position);
    return position;
  }

  /** Where an event was whose stream somebody deleted, its place stays as good as it was. @throws InvalidCursorError */
  private async checkBegins(position: bigint, patience: Patience): Promise<void> {
    const { log, names } = this.options;
    const first = await log.from(position, patience);
    if (first === null) throw new InvalidCursorError();
    if (positionOf(first) === position && !isOwnEvent(names, first)) throw new InvalidCursorError();
  }
}
