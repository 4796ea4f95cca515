import { TryAgainError } from '../../../src/application/answer.js';
import { FairQueue } from '../../../src/application/deciding/fair-queue.js';

const later = () => Date.now() + 60_000;

/** Work that ends when it is told to. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('fair queue', () => {
  it('lets one command at a time work on a key', async () => {
    const queue = new FairQueue();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        queue.run(['tenant-a'], `lane-${index % 3}`, later(), async () => {
          inside += 1;
          most = Math.max(most, inside);
          await Promise.resolve();
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  it("serves an owner's single command after one of the storm's, not after all of them", async () => {
    const queue = new FairQueue();
    const first = gate();
    const order: string[] = [];
    const holder = queue.run(['tenant-b'], 'b', later(), () => first.opened);
    const storm = Array.from({ length: 100 }, (_, index) =>
      queue.run(['tenant-b'], 'b', later(), () => Promise.resolve(void order.push(`storm-${index}`))),
    );
    const owner = queue.run(['account-x', 'tenant-b'], 'a', later(), () => Promise.resolve(void order.push('owner')));
    first.open();
    await Promise.all([holder, owner, ...storm]);
    expect(order.indexOf('owner')).toBeLessThanOrEqual(1);
    expect(order.filter((entry) => entry.startsWith('storm'))).toEqual(storm.map((_, index) => `storm-${index}`));
  });

  it('does not lock up when two commands want the same keys in another order', async () => {
    const queue = new FairQueue();
    const done = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        queue.run(index % 2 ? ['a', 'b'] : ['b', 'a'], String(index), later(), () => Promise.resolve(index)),
      ),
    );
    expect(done).toHaveLength(40);
  });

  it('asks to try again when the turn does not come in time, and goes on with the others', async () => {
    const queue = new FairQueue();
    const first = gate();
    const holder = queue.run(['k'], 'a', later(), () => first.opened);
    await expect(queue.run(['k'], 'a', Date.now(), () => Promise.resolve())).rejects.toThrow(TryAgainError);
    const next = queue.run(['k'], 'a', later(), () => Promise.resolve('served'));
    first.open();
    await holder;
    await expect(next).resolves.toBe('served');
  });

  it('frees its keys when the work fails', async () => {
    const queue = new FairQueue();
    await expect(queue.run(['k'], 'a', later(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue.run(['k'], 'a', later(), () => Promise.resolve('free'))).resolves.toBe('free');
  });
});
