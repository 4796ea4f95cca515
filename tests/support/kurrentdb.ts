import { randomBytes } from 'node:crypto';
import type { KurrentDbOptions } from '../../src/event-store/kurrentdb/open.js';

/**
 * Tests that need a server run where `KURRENTDB_URL` names one, and are reported as skipped, by name, where it does not.
 */
export function withKurrentDb(tests: (url: string) => void): void {
  const url = process.env['KURRENTDB_URL'] ?? '';
  const run = url === '' ? describe.skip : describe;
  run(url === '' ? 'KURRENTDB_URL is not set' : 'on the server of KURRENTDB_URL', () => tests(url));
}

/** A log of its own on the server, by a client who waits: where everything is tested at once, a server may be slow. */
export const kurrentDbOptions = (url: string): KurrentDbOptions => ({
  url,
  prefix: `test-${randomBytes(8).toString('hex')}`,
  patienceMs: 60_000,
});
