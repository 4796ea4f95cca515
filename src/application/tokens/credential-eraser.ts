import { setTimeout as delay } from 'node:timers/promises';
import { accountStream } from '../../domain/account/account-stream.js';
import type { AccountEvent } from '../../domain/account/events.js';
import type { EventReader } from '../../event-store/port.js';
import type { Vault } from '../../vault/vault.js';
import { GRANTS, grantsOf } from '../vault-names.js';
import type { StreamStates } from '../deciding/stream-states.js';

/** Events after which a grant may be dead. */
const DEADLY: readonly AccountEvent['type'][] = [
  'AccountDeauthorized',
  'AccountReleased',
  'AccountGrantRenewed',
  'AccountResumed',
  'AccountAuthorized',
];
/** Everything is looked through again this often, so that what was stored late is found, too; milliseconds. */
const ANEW_MS = 3_600_000;
/** After a failure, milliseconds. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/**
 * Erases credentials of dead grants (R6). Dead is for ever: numbers of grants only grow, and one that was cancelled or
 * released never holds again. So erasing is safe however late it comes, and nothing needs to be remembered: at the start
 * everything is looked through, and then the log is followed from where it was before.
 */
export class CredentialEraser {
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(
    private readonly events: Pick<EventReader, 'head' | 'subscribe'>,
    private readonly states: StreamStates,
    private readonly vault: Vault,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#running = this.#run(this.#stopping.signal);
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(stopping: AbortSignal): Promise<void> {
    const isOver = (): boolean => stopping.aborted;
    let pause = FIRST_PAUSE;
    while (!isOver()) {
      try {
        await this.#follow(AbortSignal.any([stopping, AbortSignal.timeout(ANEW_MS)]));
        pause = FIRST_PAUSE;
      } catch (error) {
        if (isOver()) return;
        this.onFailure(error);
        await delay(pause, undefined, { signal: stopping }).catch(() => undefined);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const head = await this.events.head();
    const appIds = new Set(
      (await this.vault.names(GRANTS)).map((name) => name.slice(GRANTS.length).split('/')[0] ?? ''),
    );
    for (const appId of appIds) {
      if (signal.aborted) return;
      await this.#eraseDead(appId);
    }
    for await (const item of this.events.subscribe(head, { filter: { types: DEADLY }, signal })) {
      if (item.kind === 'event') await this.#eraseDead(String(item.event.data['appId']));
    }
  }

  async #eraseDead(appId: string): Promise<void> {
    const names = await this.vault.names(grantsOf(appId));
    if (names.length === 0) return;
    const { grant, status } = (await this.states.fresh(accountStream, appId)).state;
    for (const name of names) {
      const number = Number(name.slice(grantsOf(appId).length));
      if (number < grant || (number === grant && status !== 'AUTHORIZED')) await this.vault.erase(name);
    }
  }
}
