import { BroadcastChannel } from 'node:worker_threads';
import type { StoredEvent } from '../port.js';
import type { Installation } from './installation.js';
import type { Names } from './names.js';
import type { News } from './recent-events.js';

/** Events are JSON anyway, and as a text they are copied fastest. */
interface Wire {
  readonly behind: string;
  readonly placed: readonly (readonly [position: string, event: StoredEvent])[];
}

/** Takes the newest events that one thread has read to the others of this process that have the same log open. */
export class Relay {
  private readonly name: string;
  /** Only where something is told or heard: what comes to a channel is copied there, whether anybody listens or not. */
  private opened: BroadcastChannel | undefined;

  constructor(names: Names, { id, epoch }: Installation) {
    this.name = `gongxiang:${names.events}${id}:${epoch}`;
  }

  tell({ behind, placed }: News): void {
    const wire: Wire = {
      behind: behind.toString(),
      placed: placed.map(({ position, event }) => [position.toString(), event]),
    };
    this.channel.postMessage(JSON.stringify(wire));
  }

  onHeard(heard: (news: News) => void): void {
    this.channel.onmessage = (message): void => {
      const { behind, placed } = JSON.parse((message as { readonly data: string }).data) as Wire;
      heard({
        behind: BigInt(behind),
        placed: placed.map(([position, event]) => ({ position: BigInt(position), event })),
      });
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
