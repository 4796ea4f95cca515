import type { KurrentDbObserver } from './observer.js';

/** Whether the server answers, as the requests find it. */
export class Link {
  private isUp = false;

  constructor(readonly observer: KurrentDbObserver) {}

  answered(): void {
    this.set(true);
  }

  /** A request of this kind is going to be sent again. */
  failed(operation: 'append' | 'read'): void {
    this.set(false);
    this.observer.retried(operation);
  }

  private set(isUp: boolean): void {
    if (isUp === this.isUp) return;
    this.isUp = isUp;
    this.observer.connected(isUp);
  }
}
