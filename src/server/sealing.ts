import type { KeyObject } from 'node:crypto';
import { Sealer } from '../audit/sealer.js';
import { AuditSigner } from '../audit/signing.js';
import { lockPart } from '../private-store/folder-lock.js';
import type { Engine } from './engine.js';
import { Recurring } from './recurring.js';

/** How often what is new is sealed, milliseconds. */
const SEAL_EVERY_MS = 60_000;
/** What is left when the server stops; a longer rest is sealed after the next start. */
const SEAL_AT_END_MS = 5_000;

export interface SealingOptions {
  readonly engine: Pick<Engine, 'store' | 'seals'>;
  readonly key: KeyObject;
  /** Where the seals are, for all processes that share them. */
  readonly privateDir: string;
  readonly everyMs?: number | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** Seals the log now and again, and once more when it is closed: to be closed before the log. */
export async function startSealing(
  options: SealingOptions,
): Promise<{ readonly sealer: Sealer; close(): Promise<void> }> {
  const { engine, key, privateDir, everyMs = SEAL_EVERY_MS, onFailure } = options;
  const sealer = await Sealer.start({
    log: engine.store,
    seals: engine.seals,
    signer: new AuditSigner(key),
    now: Date.now,
    turn: () => lockPart(privateDir, 'sealing'),
  });
  const recurring = new Recurring(everyMs, (signal) => sealer.seal(signal).then(() => undefined), onFailure);
  const closing = new AbortController();
  let isPreparing = false;
  engine.store.onRelayed?.(() => {
    if (closing.signal.aborted || isPreparing) return;
    isPreparing = true;
    void sealer
      .prepare(closing.signal)
      // The next seal does the same work, and tells of it.
      .catch(() => undefined)
      .finally(() => {
        isPreparing = false;
      });
  });
  return {
    sealer,
    async close() {
      closing.abort();
      await recurring.close();
      await sealer.seal(AbortSignal.timeout(SEAL_AT_END_MS)).catch(onFailure);
    },
  };
}
