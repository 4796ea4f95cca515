import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
const RECONNECTS = 'gongxiang_event_store_reconnects_total';

/** What whoever runs the API process sees of it from outside, by its probes. */
export class Vigil {
  /** @param url of the API, without a slash at the end */
  constructor(private readonly url: string) {}

  /** Resolves, when `/readyz` says so, to the milliseconds that took. @throws when it does not in time, or the process does not answer */
  async until(status: 'ready' | 'not ready', withinMs: number): Promise<number> {
    const began = performance.now();
    for (;;) {
      const ready = await this.#ask('/readyz');
      const took = performance.now() - began;
      if ((ready.status === 200) === (status === 'ready')) return took;
      if (took > withinMs) throw new Error(`The API was not '${status}' within ${withinMs} ms: ${ready.body}`);
      await delay(LOOK_EVERY_MS);
    }
  }

  /** @throws unless the process says that it lives and tells its figures */
  async alive(): Promise<void> {
    for (const path of ['/healthz', '/metrics']) {
      const { status, body } = await this.#ask(path);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body.slice(0, 500)}`);
    }
  }

  /** How often it has connected anew to the event store. */
  async reconnects(): Promise<number> {
    const { body } = await this.#ask('/metrics');
    const [, count] = new RegExp(`^${RECONNECTS} (\\d+)$`, 'm').exec(body) ?? [];
    if (count === undefined) throw new Error(`/metrics does not tell ${RECONNECTS}.`);
    return Number(count);
  }

  async #ask(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(10_000) });
    return { status: answer.status, body: await answer.text() };
  }
}
