import fc from 'fast-check';
import { AppendConflictError, CommandReusedError } from '../../../src/event-store/errors.js';
import type { AppendRequest, Check } from '../../../src/event-store/port.js';
import { collect, eventsOf, everything, places, untilCaughtUp } from './consume.js';
import type { EventStoreHarness } from './harness.js';
import { request } from './requests.js';

const STREAMS = ['a', 'a-b', 'b', 'c'];

/** The log in its simplest form: a list. */
class ModelLog {
  readonly log: string[] = [];
  private readonly accepted = new Map<string, string>();

  append({ command, records, checks }: AppendRequest): string {
    const fingerprint = this.accepted.get(command.id);
    if (fingerprint !== undefined) return fingerprint === command.fingerprint ? 'repeated' : 'reused';
    const failing = checks.filter((check) => !this.holds(check)).map(({ stream }) => stream);
    if (failing.length > 0) return `conflict ${failing.sort().join()}`;
    this.accepted.set(command.id, command.fingerprint);
    for (const { stream } of records) this.log.push(`${stream}@${this.length(stream)}`);
    return 'appended';
  }

  private holds({ stream, expect }: Check): boolean {
    const length = this.length(stream);
    if (expect === 'no-stream') return length === 0;
    return expect === 'exists' ? length > 0 : length === expect.revision + 1;
  }

  private length(stream: string): number {
    return this.log.filter((place) => place.startsWith(`${stream}@`)).length;
  }
}

const check = fc.record<Check>({
  stream: fc.constantFrom(...STREAMS),
  expect: fc.oneof(
    fc.constant('no-stream' as const),
    fc.constant('exists' as const),
    fc.record({ revision: fc.nat(5) }),
  ),
});

const step = fc.record({
  writes: fc.array(fc.constantFrom(...STREAMS), { minLength: 1, maxLength: 4 }),
  checks: fc.uniqueArray(check, { maxLength: 3, selector: ({ stream }) => stream }),
  // Few of them, so that commands come again, sometimes for something else.
  command: fc.record({ id: fc.nat(12).map((n) => `c${n}`), fingerprint: fc.constantFrom('f', 'f', 'f', 'g') }),
});

/** Any sequence of appends comes to what a list would come to. */
export function modelContract(harness: EventStoreHarness): void {
  it('behaves as a list of events does, whatever is appended', async () => {
    const appends = fc.array(
      fc.oneof({ arbitrary: step, weight: 20 }, { arbitrary: fc.constant('reopen' as const), weight: 1 }),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(appends, async (steps) => {
        const log = await harness.open();
        try {
          const model = new ModelLog();
          for (const one of steps) {
            if (one === 'reopen') {
              await log.reopen();
              continue;
            }
            const { writes, ...parts } = one;
            const asked = request(writes, parts);
            const expected = model.append(asked);
            expect(await verdict(log.store.append(asked))).toBe(expected);
          }
          expect(places(await everything(log.store))).toEqual(model.log);
          expect(places(eventsOf(await untilCaughtUp(log.store.subscribe(null))))).toEqual(model.log);
          for (const stream of STREAMS) {
            const own = model.log.filter((place) => place.startsWith(`${stream}@`));
            expect(places(await collect(log.store.readStream(stream)))).toEqual(own);
          }
        } finally {
          await log.cleanup();
        }
      }),
      { numRuns: 40 },
    );
  });
}

async function verdict(append: Promise<{ repeated: boolean }>): Promise<string> {
  try {
    return (await append).repeated ? 'repeated' : 'appended';
  } catch (error) {
    if (error instanceof CommandReusedError) return 'reused';
    if (error instanceof AppendConflictError) return `conflict ${[...error.streams].sort().join()}`;
    throw error;
  }
}
