import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * Path of a compiled worker beside the given module. Worker threads need JavaScript: when the module itself runs from
 * its TypeScript source (under jest), the build in `dist/` is used.
 */
export function workerPath(directory: string, name: string): string {
  const beside = join(directory, `${name}.js`);
  if (existsSync(beside)) return beside;
  const root = resolve(__dirname, '..');
  return join(root, 'dist', relative(root, directory), `${name}.js`);
}
