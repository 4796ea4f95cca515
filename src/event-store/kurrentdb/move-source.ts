import type { LogIdentity, MovableCommand, MoveSource } from '../moving.js';
import { commandsBehind } from './commands.js';
import { positionOf } from './decode.js';
import { readInstallation, type Installation } from './installation.js';
import { MoveLink, type KurrentDbPlace } from './move-link.js';
import { checkArrived, readMoves, type Moves } from './moves.js';
import { newestEvent } from './newest-event.js';

/**
 * Opens a log on a server to move it away. There may be processes that have it open.
 *
 * @throws EventStoreUnavailableError when there is no log
 * @throws EventStoreMovedError when it is not complete
 */
export async function openKurrentDbMoveSource(from: KurrentDbPlace): Promise<MoveSource> {
  const link = await MoveLink.open(from);
  try {
    const installation = await readInstallation(link.log, link.names, link.patience());
    const moves = await readMoves(link.log, link.names, link.patience());
    checkArrived(link.names, moves);
    return new KurrentDbMoveSource(link, installation, moves);
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** Takes back that a log was moved away, or was about to be. */
export async function reopenKurrentDbLog(at: KurrentDbPlace): Promise<string> {
  const link = await MoveLink.open(at);
  try {
    await readInstallation(link.log, link.names, link.patience());
    const moves = await readMoves(link.log, link.names, link.patience());
    checkArrived(link.names, moves);
    if (moves.state !== 'open') await link.tell('LogReopened', '', moves);
    return link.place;
  } finally {
    await link.close();
  }
}

class KurrentDbMoveSource implements MoveSource {
  readonly identity: LogIdentity;
  readonly beginning: bigint;

  constructor(
    private readonly link: MoveLink,
    { id, epoch, floor }: Installation,
    private moves: Moves,
  ) {
    this.identity = { installation: id, epoch };
    this.beginning = floor;
  }

  get place(): string {
    return this.link.place;
  }

  get movedTo(): string | null {
    return this.moves.state === 'left' ? this.moves.other : null;
  }

  get leavingTo(): string | null {
    return this.moves.state === 'open' ? null : this.moves.other;
  }

  async hold(to: string): Promise<void> {
    if (this.moves.state === 'open') this.moves = await this.link.tell('LogLeaving', to, this.moves);
  }

  async head(): Promise<bigint> {
    const { log, names } = this.link;
    const newest = await newestEvent(log, names, this.link.patience());
    return newest === null ? this.beginning : positionOf(newest);
  }

  commands(after: bigint): AsyncIterable<MovableCommand> {
    const { log, names } = this.link;
    return commandsBehind(after, { log, names, identity: this.identity, patience: this.link.patience() });
  }

  async markMoved(to: string): Promise<void> {
    if (this.moves.state !== 'left') this.moves = await this.link.tell('LogLeft', to, this.moves);
  }

  close(): Promise<void> {
    return this.link.close();
  }
}
