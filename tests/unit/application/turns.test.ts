import { setImmediate as nextTick } from 'node:timers/promises';
import { TryAgainError } from '../../../src/application/answer.js';
import { NO_WAIT, Turns } from '../../../src/application/deciding/turns.js';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import type { Leases } from '../../../src/leases/leases.js';
import { LeaseLostError } from '../../../src/leases/with-lease.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Work that goes on until it is let go. */
class Held {
  #letGo = (): void => undefined;
  readonly #until = new Promise<void>((resolve) => (this.#letGo = resolve));
  #begun = (): void => undefined;
  readonly begun = new Promise<void>((resolve) => (this.#begun = resolve));

  readonly work = (): Promise<void> => {
    this.#begun();
    return this.#until;
  };

  letGo(): void {
    this.#letGo();
  }
}

describe('turns', () => {
  const folder = temporaryFolder();
  let leases: Leases;
  let otherLeases: Leases;
  let turns: Turns;
  let others: Turns;

  beforeAll(async () => {
    leases = await openEmbeddedLeases(folder.path);
    otherLeases = await openEmbeddedLeases(folder.path);
    turns = new Turns(leases);
    others = new Turns(otherLeases);
  });
  afterAll(async () => {
    await Promise.all([leases.close(), otherLeases.close()]);
    folder.remove();
  });

  const held = async (by: Turns, name: string): Promise<{ readonly end: () => Promise<void> }> => {
    const holding = new Held();
    const over = by.run(name, holding.work);
    await holding.begun;
    return {
      end: () => {
        holding.letGo();
        return over;
      },
    };
  };

  describe.each([
    ['of one process', () => [turns, turns] as const],
    ['of two processes', () => [turns, others] as const],
  ])('%s', (where, both) => {
    it('come one after another', async () => {
      const [one, other] = both();
      let atWork = 0;
      await Promise.all(
        [one, other, one, other].map((mine) =>
          mine.run(`one after another ${where}`, async () => {
            expect((atWork += 1)).toBe(1);
            await nextTick();
            atWork -= 1;
          }),
        ),
      );
    });

    it.each([
      ['without waiting', NO_WAIT],
      ['within one’s patience', 30],
    ])('do not come %s while another one lasts, and the work is not begun', async (_, patience) => {
      const [one, other] = both();
      const name = `busy ${where} ${patience}`;
      const holder = await held(one, name);
      const work = jest.fn(() => Promise.resolve('done'));
      await expect(other.run(name, work, { patience })).rejects.toThrow(TryAgainError);
      expect(work).not.toHaveBeenCalled();
      await holder.end();
      expect(await other.run(name, work, { patience })).toBe('done');
    });

    it('do not wait for those of another name', async () => {
      const [one, other] = both();
      const holder = await held(one, `a ${where}`);
      expect(await other.run(`b ${where}`, () => Promise.resolve('done'), { patience: NO_WAIT })).toBe('done');
      await holder.end();
    });
  });

  it('patience is for those before in this process and in others together', async () => {
    const holder = await held(others, 'behind both');
    const patient = turns.run('behind both', () => Promise.resolve('patient'));
    const impatient = turns.run('behind both', () => Promise.resolve('impatient'), { patience: 30 });
    await expect(impatient).rejects.toThrow(TryAgainError);
    await holder.end();
    expect(await patient).toBe('patient');
  });

  it('hand over what keeps late writes out', async () => {
    const fences: number[] = [];
    for (const mine of [turns, others]) {
      await mine.run('fenced', ({ fence, signal }) => {
        expect(fence.lease).toBe('fenced');
        expect(signal.aborted).toBe(false);
        return Promise.resolve(fences.push(fence.fence));
      });
    }
    expect(fences[1]).toBeGreaterThan(fences[0] ?? Infinity);
  });

  it('that were lost to another process are to be tried again; what else fails is told as it is', async () => {
    const failing = (error: Error) => turns.run('failing', () => Promise.reject(error), { patience: NO_WAIT });
    await expect(failing(new LeaseLostError('failing'))).rejects.toThrow(TryAgainError);
    const failure = new Error('no luck');
    await expect(failing(failure)).rejects.toBe(failure);
  });
});
