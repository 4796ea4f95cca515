import { execFileSync } from 'node:child_process';

/** Worker threads and spawned servers run the build, so it must be fresh. Incremental: a second when nothing changed. */
export default function setup() {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}
