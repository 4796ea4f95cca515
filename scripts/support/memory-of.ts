import { existsSync, readFileSync } from 'node:fs';

/** Most memory that a running process has had at a time, in bytes; null where the system does not tell (only Linux does). */
export function mostMemoryOf(pid: number): number | null {
  const status = `/proc/${pid}/status`;
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(existsSync(status) ? readFileSync(status, 'utf8') : '') ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}

export const formatMemory = (bytes: number | null): string =>
  bytes === null ? 'not told by this system' : `${Math.round(bytes / 1e6)} MB`;
