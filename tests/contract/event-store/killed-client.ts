import type { AppendRequest } from '../../../src/event-store/port.js';
import { ClientProcess } from './client-process.js';
import { everything, places } from './consume.js';
import type { Log } from './harness.js';
import { request } from './requests.js';

const IN_FLIGHT = 50;

/** A client that dies in the middle of its appends: nothing is lost that was told of, nothing is half, nothing twice. */
export function killedClientContract(log: Log): void {
  it.each([1, 300])('keeps every promise when it is killed after %i answers', async (enough) => {
    const sent: AppendRequest[] = [];
    const next = (): AppendRequest => {
      const asked = request([`first-${sent.length % 7}`, 'second']);
      sent.push(asked);
      return asked;
    };
    await log().store.close();
    const client = await ClientProcess.start(log().opening);
    for (let each = 0; each < IN_FLIGHT; each += 1) client.send(next());
    while (client.accepted.size < enough) {
      await client.nextAccepted();
      client.send(next());
    }
    await client.kill();

    // When it comes back, it sends everything again: it cannot know what became of that which nobody answered.
    await log().reopen();
    const { store } = log();
    const answers = await Promise.all(sent.map((asked) => store.append(asked)));
    const repeated = new Set(sent.filter((_, i) => answers[i]?.repeated).map(({ command }) => command.id));
    expect([...client.accepted].filter((id) => !repeated.has(id))).toEqual([]);

    const events = await everything(store);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events).toHaveLength(2 * sent.length);
    // The two records of a command are neighbours.
    expect(events.every(({ stream }, i) => (stream === 'second') === (i % 2 === 1))).toBe(true);
    expect(places(events.filter(({ stream }) => stream === 'second'))).toEqual(sent.map((_, i) => `second@${i}`));
    const written = await Promise.all(sent.map(async ({ command }) => store.outcomeOf(command.id)));
    expect(written.every((outcome) => outcome?.events.length === 2)).toBe(true);
  });
}
