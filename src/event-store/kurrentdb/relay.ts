import { BroadcastChannel } from 'node:worker_threads';
import type { StoredEvent } from '../port.js';
import type { Placed } from './recent-events.js';

/** All events behind a position, up to the last of these. Events are JSON anyway, and as a text they are copied fastest. */
interface Wire {
  readonly behind: string;
  readonly placed: readonly (readonly [string, StoredEvent])[];
}

/** Hands the newest events that one thread has read to the others of this process that have the same log open. */
export class Relay {
  /** Only where something is told or heard: what comes to a channel is copied there, whether anybody listens or not. */
  private opened: BroadcastChannel | undefined;

  /** @param name the same for the same log */
  constructor(private readonly name: string) {}

  tell(behind: bigint, placed: readonly Placed[]): void {
    const wire: Wire = {
      behind: behind.toString(),
      placed: placed.map(({ position, event }) => [position.toString(), event]),
    };
    this.channel.postMessage(JSON.stringify(wire));
  }

  onHeard(heard: (behind: bigint, placed: readonly Placed[]) => void): void {
    this.channel.onmessage = (message): void => {
      const { behind, placed } = JSON.parse((message as { readonly data: string }).data) as Wire;
      heard(
        BigInt(behind),
        placed.map(([position, event]) => ({ position: BigInt(position), event })),
      );
    };
  }

  close(): void {
    this.opened?.close();
  }

  private get channel(): BroadcastChannel {
    if (this.opened === undefined) {
      this.opened = new BroadcastChannel(this.name);
      this.opened.unref();
    }
    return this.opened;
  }
}
