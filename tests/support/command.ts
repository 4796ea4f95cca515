import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface CommandEnd {
  readonly code: number | null;
  /** Standard output and error. */
  readonly printed: string;
  /** Standard output alone. */
  readonly output: string;
}

/** Runs a built script, such as `rebuild`, to its end. Nothing of this process's environment is passed on but the path. */
export function runCommand(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandEnd> {
  const child = fork(join(process.cwd(), 'dist', 'scripts', `${script}.js`), args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    silent: true,
  });
  let printed = '';
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => (printed += text.toString()));
  }
  child.stdout?.on('data', (text: Buffer) => output.push(text));
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, printed, output: Buffer.concat(output).toString() })),
  );
}
