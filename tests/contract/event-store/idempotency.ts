import { AppendConflictError, CommandReusedError } from '../../../src/event-store/errors.js';
import { everything, outcomes, places } from './consume.js';
import type { Log } from './harness.js';
import { at, newCommand, noStream, request } from './requests.js';

/** One command, one effect: recognised before the conditions are looked at, for ever. */
export function idempotencyContract(log: Log): void {
  it('answers a repeat with the first outcome and writes nothing', async () => {
    const { store } = log();
    const command = newCommand();
    const first = await store.append(request(['a', 'b'], { command }));
    expect(await store.append(request(['a', 'b'], { command }))).toEqual({ ...first, repeated: true });
    expect(places(await everything(store))).toEqual(['a@0', 'b@0']);
  });

  it('recognises a repeat whose own checks fail now', async () => {
    const { store } = log();
    const asked = request(['a'], { checks: [noStream('a'), noStream('b')] });
    const first = await store.append(asked);
    await store.append(request(['a', 'b']));
    expect(await store.append(asked)).toEqual({ ...first, repeated: true });
    expect(await everything(store)).toHaveLength(3);
  });

  it('recognises repeats, checked or not, from another client after others have moved on', async () => {
    const { store, secondStore } = log();
    const unchecked = Array.from({ length: 100 }, () => request(['a', 'b']));
    const checked = Array.from({ length: 100 }, (_, i) => request([`s${i}`, 'b'], { checks: [noStream(`s${i}`)] }));
    const asked = [...unchecked, ...checked];
    const first = await Promise.all(asked.map((one) => store.append(one)));
    for (let others = 0; others < 20; others += 1) {
      await store.append(request(['a', 'b', ...checked.map((_, i) => `s${i}`)]));
    }
    const before = await store.head();
    const other = secondStore === undefined ? store : await secondStore();
    const again = await Promise.all(asked.map((one) => other.append(one)));
    expect(again).toEqual(first.map((answer) => ({ ...answer, repeated: true })));
    expect(await store.head()).toBe(before);
  });

  it('recognises a repeat with other records: the fingerprint alone says whether it is the same', async () => {
    const { store } = log();
    const command = newCommand();
    const first = await store.append(request(['a'], { command }));
    expect(await store.append(request(['b', 'c'], { command }))).toEqual({ ...first, repeated: true });
  });

  it.each([
    ['with checks that hold', false],
    ['with checks that fail', true],
  ])('refuses the id with another fingerprint, %s', async (_, failing) => {
    const { store } = log();
    const { id } = newCommand();
    await store.append(request(['a'], { command: { id, fingerprint: 'one' } }));
    const checks = failing ? [noStream('a')] : [at('a', 0)];
    const reuse = request(['b'], { command: { id, fingerprint: 'other' }, checks });
    await expect(store.append(reuse)).rejects.toBeInstanceOf(CommandReusedError);
    expect(places(await everything(store))).toEqual(['a@0']);
  });

  it('remembers across reopening', async () => {
    const asked = request(['a', 'a'], { checks: [noStream('a')] });
    const first = await log().store.append(asked);
    await log().reopen();
    const { store } = log();
    expect(await store.append(asked)).toEqual({ ...first, repeated: true });
    const reuse = request(['a'], { command: { id: asked.command.id, fingerprint: 'other' } });
    await expect(store.append(reuse)).rejects.toBeInstanceOf(CommandReusedError);
    expect(await everything(store)).toHaveLength(2);
  });

  it('remembers only what was accepted', async () => {
    const { store } = log();
    const command = newCommand();
    await store.append(request(['a']));
    const losing = store.append(request(['b'], { command, checks: [noStream('a')] }));
    await expect(losing).rejects.toBeInstanceOf(AppendConflictError);
    const { repeated } = await store.append(request(['b'], { command: { ...command, fingerprint: 'other' } }));
    expect(repeated).toBe(false);
  });

  it('has one effect when the same command comes many times at once', async () => {
    const { store } = log();
    const asked = request(['a'], { checks: [noStream('a')] });
    const answers = await Promise.all(Array.from({ length: 50 }, () => store.append(asked)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ cursor }) => cursor)).size).toBe(1);
    expect(await everything(store)).toHaveLength(1);
  });

  it('lets one of two requests win that use one id at once', async () => {
    const { store } = log();
    const { id } = newCommand();
    const { won, lost } = await outcomes(
      ['one', 'other'].map((fingerprint) => store.append(request(['a'], { command: { id, fingerprint } }))),
    );
    expect(won).toHaveLength(1);
    expect(lost).toEqual([expect.any(CommandReusedError)]);
    expect(await everything(store)).toHaveLength(1);
  });

  describe('outcomeOf', () => {
    it('finds what an accepted command wrote, in order', async () => {
      const { store } = log();
      await store.append(request(['a']));
      const command = newCommand();
      const { cursor } = await store.append(request(['a', 'b', 'a'], { command }));
      await store.append(request(['b']));
      const outcome = await store.outcomeOf(command.id);
      expect(outcome).toEqual({
        fingerprint: command.fingerprint,
        cursor,
        events: (await everything(store)).slice(1, 4),
      });
      expect(await (await log().secondReader()).outcomeOf(command.id)).toEqual(outcome);
    });

    it('finds a command of thousands of events whole', async () => {
      const { store } = log();
      const asked = request(Array.from({ length: 2_500 }, () => 'a'));
      await store.append(asked);
      const outcome = await store.outcomeOf(asked.command.id);
      expect(outcome?.events.map(({ revision }) => revision)).toEqual(asked.records.map((_, index) => index));
    });

    it('is null for a command that was never accepted', async () => {
      expect(await log().store.outcomeOf(newCommand().id)).toBeNull();
    });
  });
}
