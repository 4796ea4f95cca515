import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openEmbeddedSealReader } from '../../src/audit/embedded/embedded-seals.js';
import { formatMemory, mostMemoryOf } from '../support/memory-of.js';

/** What checking a whole log against its seals takes. */
export interface VerificationBench {
  readonly events: number;
  readonly seconds: number;
  /** Most memory that it had, in bytes; null where the system does not tell. */
  readonly memory: number | null;
}

const LOOK_EVERY_MS = 50;

/** Measures `verify-audit` on a sealed log, as it is started from a terminal. */
export async function benchVerification(folder: string): Promise<VerificationBench> {
  const seals = await openEmbeddedSealReader(folder);
  const { size } = await seals.extent();
  await seals.close();
  return { events: size, ...(await verify(folder)) };
}

export const formatVerification = ({ events, seconds, memory }: VerificationBench): string =>
  `verify-audit of ${events.toLocaleString('en')} sealed events: ${seconds.toFixed(1)} s, ` +
  `${Math.round(events / seconds).toLocaleString('en')} events a second; most memory: ${formatMemory(memory)}`;

async function verify(folder: string): Promise<Pick<VerificationBench, 'seconds' | 'memory'>> {
  const begin = performance.now();
  const verifying = spawn(process.execPath, [join(__dirname, '../verify-audit.js'), '--data', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let memory: number | null = null;
  const looking = setInterval(() => (memory = mostMemoryOf(verifying.pid ?? 0) ?? memory), LOOK_EVERY_MS);
  const [code] = (await once(verifying, 'exit')) as [number | null];
  clearInterval(looking);
  if (code !== 0) throw new Error('The log is not as it was sealed.');
  return { seconds: (performance.now() - begin) / 1_000, memory };
}
