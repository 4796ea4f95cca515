import { hangBell, listen, ring } from '../../../src/threads/bell.js';

describe('the bell between threads', () => {
  const bell = hangBell();
  let heard: (() => void) | null = null;
  let count = 0;
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      heard = resolve;
    });
  beforeAll(() => {
    listen(bell.clapper, () => {
      count += 1;
      heard?.();
    });
    // What keeps a test alive is the test.
    bell.clapper.port.ref();
  });
  afterAll(() => bell.rope.port.close());

  it('is heard once for all rings that came before it was heard, and again afterwards', async () => {
    let rung = next();
    ring(bell.rope);
    ring(bell.rope);
    await rung;
    expect(count).toBe(1);
    rung = next();
    ring(bell.rope);
    await rung;
    expect(count).toBe(2);
  });
});
