import { BroadcastChannel } from 'node:worker_threads';
import type { StoredEvent } from '../port.js';
import type { Installation } from './installation.js';
import type { Names } from './names.js';
import type { News } from './recent-events.js';

/** Events are JSON anyway, and as a text they are copied fastest. */
interface Wire {
  readonly behind: string;
  readonly placed: readonly (readonly [position: string, event: StoredEvent])[];
  readonly isService: boolean;
}

/** Takes the newest events that one thread has read to the others of this process that have the same log open. */
export class Relay {
  private readonly name: string;
  /** Only where something is told or heard: what comes to a channel is copied there, whether anybody listens or not. */
  private opened: BroadcastChannel | undefined;
  private hear: (wire: string) => void = () => undefined;
  private asked: ((position: bigint) => void) | undefined;

  constructor(names: Names, { id, epoch }: Installation) {
    this.name = `gongxiang:${names.events}${id}:${epoch}`;
  }

  tell({ behind, placed }: News): void {
    const wire: Wire = {
      behind: behind.toString(),
      placed: placed.map(({ position, event }) => [position.toString(), event]),
      isService: this.asked !== undefined,
    };
    this.channel.postMessage(JSON.stringify(wire));
  }

  /** Asks the thread that reads for the others, if there is one, to read up to a position and tell of it. */
  ask(position: bigint): void {
    this.channel.postMessage(position);
  }

  /** @param heard also told whether it comes from a thread that reads when it is asked */
  onHeard(heard: (news: News, isService: boolean) => void): void {
    this.hear = (wire) => {
      const { behind, placed, isService } = JSON.parse(wire) as Wire;
      const news = {
        behind: BigInt(behind),
        placed: placed.map(([position, event]) => ({ position: BigInt(position), event })),
      };
      heard(news, isService);
    };
    this.listen();
  }

  /** From now on this thread reads when it is asked. */
  onAsked(asked: (position: bigint) => void): void {
    this.asked = asked;
    this.listen();
  }

  close(): void {
    this.opened?.close();
  }

  private listen(): void {
    this.channel.onmessage = (message): void => {
      const { data } = message as { readonly data: string | bigint };
      if (typeof data === 'string') this.hear(data);
      else this.asked?.(data);
    };
  }

  private get channel(): BroadcastChannel {
    if (this.opened === undefined) {
      this.opened = new BroadcastChannel(this.name);
      this.opened.unref();
    }
    return this.opened;
  }
}
