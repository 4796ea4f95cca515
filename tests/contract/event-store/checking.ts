import { AppendConflictError } from '../../../src/event-store/errors.js';
import type { Check } from '../../../src/event-store/port.js';
import { everything, places } from './consume.js';
import type { Log } from './harness.js';
import { at, exists, noStream, request } from './requests.js';

async function conflictOf(append: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await append.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppendConflictError);
  return (error as AppendConflictError).streams;
}

/** Conditions, on streams that are written and on streams that are not. */
export function checkingContract(log: Log): void {
  // Given a log in which `two` has two events and `none` has none.
  const table: [string, Check, boolean][] = [
    ['the revision of the last event', at('two', 1), true],
    ['an earlier revision', at('two', 0), false],
    ['a later revision', at('two', 2), false],
    ['a revision of a stream without events', at('none', 0), false],
    ['no stream where there is none', noStream('none'), true],
    ['no stream where there is one', noStream('two'), false],
    ['some stream where there is one', exists('two'), true],
    ['some stream where there is none', exists('none'), false],
  ];

  describe.each([
    ['written too', (check: Check) => [check.stream]],
    ['not written', () => ['elsewhere']],
    ['written among others', (check: Check) => ['elsewhere', check.stream, check.stream]],
  ])('a check on a stream that is %s', (_, writes) => {
    it.each(table)('%s', async (__, check, holds) => {
      const { store } = log();
      await store.append(request(['two', 'two']));
      const append = store.append(request(writes(check), { checks: [check] }));
      if (holds) await append;
      else expect(await conflictOf(append)).toEqual([check.stream]);
      expect(await everything(store)).toHaveLength(2 + (holds ? writes(check).length : 0));
    });
  });

  it('takes any revision of a written stream that is not checked', async () => {
    const { store } = log();
    await store.append(request(['a']));
    await store.append(request(['a']));
    expect(places(await everything(store))).toEqual(['a@0', 'a@1']);
  });

  it('checks the state before the append, not that which its own records make', async () => {
    const { store } = log();
    await store.append(request(['a', 'a', 'b'], { checks: [noStream('a')] }));
    expect(await conflictOf(store.append(request(['c'], { checks: [at('a', 0)] })))).toEqual(['a']);
  });

  it('names every stream whose check failed, and only those', async () => {
    const { store } = log();
    await store.append(request(['a', 'b', 'c']));
    const checks = [at('a', 7), at('b', 0), noStream('c'), exists('d'), noStream('e')];
    const streams = await conflictOf(store.append(request(['b', 'f'], { checks })));
    expect([...streams].sort()).toEqual(['a', 'c', 'd']);
  });

  it('writes nothing of an append whose check fails', async () => {
    const { store } = log();
    await store.append(request(['a']));
    const head = await store.head();
    const losing = request(['b', 'c', 'a'], { checks: [noStream('a')] });
    await conflictOf(store.append(losing));
    expect(await store.head()).toBe(head);
    expect(await store.outcomeOf(losing.command.id)).toBeNull();
    await store.append(request(['b'], { checks: [noStream('b'), noStream('c')] }));
  });

  it('sees after reopening what was there before', async () => {
    await log().store.append(request(['a', 'a']));
    await log().reopen();
    expect(await conflictOf(log().store.append(request(['a'], { checks: [at('a', 0)] })))).toEqual(['a']);
    await log().store.append(request(['a'], { checks: [at('a', 1)] }));
  });
}
