import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PushTiming } from '../../src/wechat/simulator/administrators.js';
import { isExpected, type Installation, type Process } from './installation.js';
import { release, startRun, type StartedRun } from './owners.js';

const ACTS = 14;
const ACCOUNTS = 3;
const TENANTS = ['t-a', 't-b'] as const;
const TIMINGS: readonly PushTiming[] = ['BEFORE', 'CONCURRENT', 'AFTER'];

/** What the fact sheet tells of WeChat's callbacks, and what befalls calls of its API. */
const faultsOf = (seed: number) => ({
  seed,
  deliveries: { drop: 0.1, duplicate: 0.1, delay: 0.1, reorder: 0.1 },
  api: {
    serverError: 0.03,
    refused: 0.02,
    reset: 0.03,
    halfAnswer: 0.03,
    errcode: { code: -1, rate: 0.05 },
  },
});

/**
 * What administrators do in WeChat, and owners here, at random, while deliveries and calls fail and processes crash.
 * Resolves when nothing is on its way any more.
 *
 * @returns the accounts that it is about
 */
export async function tellHistory(
  installation: Installation,
  seed: number,
  random: () => number,
): Promise<readonly string[]> {
  const { simulator } = installation;
  const appIds = Array.from({ length: ACCOUNTS }, () => simulator.addAccount().appId);
  const teller = new Teller(installation, appIds, random);
  simulator.faults.set(faultsOf(seed));
  for (let count = 0; count < ACTS; count += 1) await teller.act();
  await teller.over();
  simulator.faults.clear();
  await simulator.settled();
  return appIds;
}

class Teller {
  readonly #underWay: Promise<unknown>[] = [];

  constructor(
    private readonly installation: Installation,
    private readonly appIds: readonly string[],
    private readonly random: () => number,
  ) {}

  async act(): Promise<void> {
    const acts: readonly (readonly [weight: number, act: () => Promise<unknown>])[] = [
      [6, () => this.#authorizeByRun()],
      [2, () => this.#authorizeWithoutRun()],
      [2, () => this.#changePermissions()],
      [3, () => this.#cancel()],
      [2, () => this.#release()],
      [2, () => this.#carryOn()],
    ];
    if (this.random() < 0.25) this.#letCrash();
    const act = this.#chosen(acts.flatMap(([weight, one]) => Array.from({ length: weight }, () => one)));
    await act();
    this.installation.time.forward(Math.floor(this.random() * 3_000));
    if (this.random() < 0.5) await delay(this.random() * 20);
  }

  async over(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #authorizeByRun(): Promise<void> {
    const appId = this.#chosen(this.appIds);
    const run = await this.#startRun(this.#chosen(TENANTS));
    const push = this.#chosen(TIMINGS);
    const permissions = this.#permissions();
    const confirmed = this.installation.simulator.authorize({ appId, permissions, preAuthCode: run.code, push });
    this.#behind(
      confirmed.then(async (code) => {
        const times = this.#chosen([0, 1, 1, 1, 2]);
        await Promise.all(Array.from({ length: times }, () => this.#redirect(run.id, code)));
      }),
    );
    // Either the administrator is seen through, or the next act comes meanwhile.
    if (this.random() < 0.5) await confirmed;
  }

  /** The browser comes back to one of our processes. */
  async #redirect(authorizationId: string, code: string): Promise<void> {
    await this.#attempt((process) => process.authorizations.results.accept(authorizationId, code, randomUUID()));
  }

  async #authorizeWithoutRun(): Promise<void> {
    const appId = this.#chosen(this.appIds);
    await this.installation.simulator.authorize({ appId, permissions: this.#permissions(), push: 'CONCURRENT' });
  }

  async #changePermissions(): Promise<void> {
    const appId = this.#granted();
    if (appId !== null) await this.installation.simulator.changePermissions(appId, this.#permissions(), 'CONCURRENT');
  }

  #cancel(): Promise<void> {
    const appId = this.#granted();
    if (appId !== null) this.#behind(this.installation.simulator.cancel(appId));
    return Promise.resolve();
  }

  async #release(): Promise<void> {
    const appId = this.#chosen(this.appIds);
    await this.#attempt((process) => release(process, appId));
  }

  #carryOn(): Promise<void> {
    this.#behind(this.#attempt((process) => process.authorizations.carryOn()));
    return Promise.resolve();
  }

  /** Its tenant tries until it works. */
  async #startRun(tenantId: string): Promise<StartedRun> {
    for (;;) {
      const started = await this.#attempt((process) => startRun(process, tenantId));
      if (started !== null) return started;
    }
  }

  /** At a random one of the next calls of a process, with the call done or not. */
  #letCrash(): void {
    const { life } = this.installation.process(this.#place());
    life.endAfter(Math.floor(this.random() * 25), this.random() < 0.7);
  }

  /** Null where what is expected to fail did. */
  async #attempt<T>(work: (process: Process) => Promise<T>): Promise<T | null> {
    try {
      return await work(this.installation.process(this.#place()));
    } catch (error) {
      if (isExpected(error)) return null;
      throw error;
    }
  }

  #behind(work: Promise<unknown>): void {
    this.#underWay.push(work);
  }

  #granted(): string | null {
    const granted = this.installation.simulator.truth().filter(({ appId }) => this.appIds.includes(appId));
    return granted.length === 0 ? null : this.#chosen(granted).appId;
  }

  #permissions(): readonly number[] {
    return [1, 2, 3, 7, 11, 15].filter(() => this.random() < 0.7);
  }

  #place(): number {
    return this.random() < 0.5 ? 0 : 1;
  }

  #chosen<T>(from: readonly T[]): T {
    // `random()` is below 1, and nobody chooses from nothing.
    return from[Math.floor(this.random() * from.length)] as T;
  }
}
