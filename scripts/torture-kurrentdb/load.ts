import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from 'graphql-request';
import { send } from '../torture/workload.js';
import type { PlannedCommand, Slot } from './slots.js';

/** A command that was accepted in the end. */
export interface DoneCommand extends PlannedCommand {
  /** Its whole answer. */
  readonly answer: string;
  /** How often it was sent until then. */
  readonly tries: number;
}

/** A client that is told to send the same key again waits as long before it does, milliseconds. */
const AGAIN_AFTER_MS = 200;
/** No command takes longer than the server is away and what it does then. */
const LONGEST_MS = 600_000;

/** Commands in flight over HTTP, one after the other in each slot, from when it is made until it is stopped. */
export class Load {
  readonly #done: DoneCommand[] = [];
  readonly #running: Promise<unknown>;
  #stopping = false;

  constructor(slots: readonly Slot[]) {
    this.#running = Promise.all(slots.map((slot) => this.#run(slot)));
    this.#running.catch(() => undefined);
  }

  /** Sends nothing new; resolves when everything that was sent is done. @throws when something never will be */
  async stop(): Promise<readonly DoneCommand[]> {
    this.#stopping = true;
    await this.#running;
    return this.#done;
  }

  async #run(slot: Slot): Promise<void> {
    while (!this.#stopping) this.#done.push(await sendUntilDone(slot()));
  }
}

/** Sends a command, and again with the same key as long as the answer says that this is what to do. */
async function sendUntilDone(planned: PlannedCommand): Promise<DoneCommand> {
  const began = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return { ...planned, answer: await send(planned.command), tries };
    } catch (error) {
      if (!isToBeSentAgain(error)) throw error;
      if (performance.now() - began > LONGEST_MS) {
        throw new Error(`${planned.command.field} was not done after ${tries} tries.`, { cause: error });
      }
    }
    await delay(AGAIN_AFTER_MS);
  }
}

const isToBeSentAgain = (error: unknown): boolean =>
  error instanceof ClientError &&
  (error.response.errors ?? []).length > 0 &&
  (error.response.errors ?? []).every(({ extensions }) => extensions['code'] === 'TRY_AGAIN');
