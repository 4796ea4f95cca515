import { spawnSync } from 'node:child_process';

/**
 * Worker threads and spawned servers run the build, so it must be fresh. Incremental: a second when nothing changed.
 * Type errors do not stop it (the compiler writes its output all the same): the type check is a step of its own.
 */
export default function setup() {
  const { error } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'ignore',
  });
  if (error) throw error;
}
