import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ReadyMessage } from '../../src/server/ready.js';

const MAIN = join(process.cwd(), 'dist', 'src', 'server', 'main.js');

/** The built server as a process of its own, with what it prints. */
export class ServerProcess {
  /** Resolves when it takes requests, or to null when it ended before. */
  readonly ready: Promise<ReadyMessage | null>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;
  #printed = '';

  /** Nothing of this process's environment is passed on but the path. */
  constructor(env: Readonly<Record<string, string>>) {
    this.#child = fork(MAIN, [], { env: { PATH: process.env['PATH'] ?? '', ...env }, silent: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.#printed += text.toString()));
    }
    this.exited = new Promise((resolve) => this.#child.once('close', (code, signal) => resolve({ code, signal })));
    const told = new Promise<ReadyMessage>((resolve) =>
      this.#child.once('message', (message) => resolve(message as ReadyMessage)),
    );
    this.ready = Promise.race([told, this.exited.then(() => null)]);
  }

  /** Standard output and error so far. */
  get printed(): string {
    return this.#printed;
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }
}

/** What a server on a folder of its own and free ports is told. */
export const developmentEnv = (dataDir: string): Record<string, string> => ({
  DATA_DIR: dataDir,
  PORT: '0',
  SIMULATOR_PORT: '0',
  LOG_LEVEL: 'warn',
});
