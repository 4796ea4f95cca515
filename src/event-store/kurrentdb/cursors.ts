import { formatCursor, type Cursor } from '../cursor.js';
import type { Installation } from './installation.js';

/** Makes cursors of the server's positions, and remembers how far the log is known to reach by that. */
export class Cursors {
  private known: bigint;

  constructor(private readonly installation: Installation) {
    this.known = installation.floor;
  }

  at(position: bigint): Cursor {
    const { id, epoch, floor } = this.installation;
    this.reach(position);
    return formatCursor({ installation: id, epoch, position: position <= floor ? 0n : position, subIndex: 0 });
  }

  /** The log reaches at least so far. */
  reach(position: bigint): void {
    if (position > this.known) this.known = position;
  }

  isReached(position: bigint): boolean {
    return position <= this.known;
  }
}
