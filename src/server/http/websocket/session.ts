import type { WebSocket } from 'ws';
import type { Language } from '../../../../schema/context.js';
import type { Viewer } from '../../../auth/viewer.js';

/** Close codes: those of the graphql-transport-ws protocol, and 1012 and 1013, after which clients come back. */
export const CLOSE = {
  unauthorized: { code: 4401, reason: 'Unauthorized' },
  expired: { code: 4403, reason: 'Token expired' },
  serverStops: { code: 1012, reason: 'Server stops' },
  tryAgainLater: { code: 1013, reason: 'Try again later' },
  tooMany: { code: 1013, reason: 'Too many sockets' },
  broken: { code: 4500, reason: 'Internal server error' },
} as const;

export type Closing = (typeof CLOSE)[keyof typeof CLOSE];

/** Longest time that Node's timers can wait. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** What is known of one socket. */
export class Session {
  viewer: Viewer | null = null;
  language: Language = 'en';
  #expiry: NodeJS.Timeout | undefined;
  readonly #answering = new Map<string, () => void>();

  constructor(
    private readonly socket: WebSocket,
    /** As the upgrade request gave it; each operation gets one of its own otherwise. */
    readonly correlationId: string | null,
  ) {}

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  close({ code, reason }: Closing): void {
    this.socket.close(code, reason);
  }

  /** The socket ends with the token. */
  begin(viewer: Viewer, language: Language): void {
    this.viewer = viewer;
    this.language = language;
    this.#awaitExpiry(viewer.expiresAt * 1_000);
  }

  end(): void {
    clearTimeout(this.#expiry);
    for (const id of [...this.#answering.keys()]) this.answered(id);
  }

  /** A query or mutation of this id begins; `ended` is called when its answer is out or can no more be. */
  answering(id: string, ended: () => void): void {
    this.answered(id);
    this.#answering.set(id, ended);
  }

  answered(id: string): void {
    this.#answering.get(id)?.();
    this.#answering.delete(id);
  }

  #awaitExpiry(at: number): void {
    const remaining = at - Date.now();
    this.#expiry = setTimeout(
      () => {
        if (remaining > LONGEST_WAIT) this.#awaitExpiry(at);
        else this.close(CLOSE.expired);
      },
      Math.max(0, Math.min(remaining, LONGEST_WAIT)),
    );
  }
}
