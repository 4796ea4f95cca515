import { HeadWatch } from '../../../src/event-store/embedded/head-watch.js';

describe('those who wait for a log to grow', () => {
  it('are woken when its head cannot be read, so that they meet the failure themselves', async () => {
    const watch = new HeadWatch({
      everyMs: 1,
      head: () => {
        throw new Error('the disk is gone');
      },
    });
    const { signal } = new AbortController();
    // By the timer, out of which nothing may be thrown.
    await watch.beyond(7, signal);

    const waiting = watch.beyond(7, signal);
    expect(() => watch.look()).not.toThrow();
    await waiting;
  });
});
