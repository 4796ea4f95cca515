import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReadyMessage } from '../../src/server/ready.js';

export interface ServerProcess {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  /** Null where it talks to WeChat itself. */
  readonly simulatorUrl: string | null;
  /** For whoever has more to say to it. */
  readonly child: ChildProcess;
  /** Sends the signal and resolves when the process is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ServerProcessOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Compiled module to run in place of the product's own. */
  readonly main?: string;
  /** Told each line of its log, which is left unread otherwise. */
  readonly onLine?: (line: string) => void;
}

/** A server of its own on free ports and the given data folder. @throws when it ends before it is ready */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { dataDir, env = {}, main = join(__dirname, '../../src/server/main.js'), onLine } = options;
  const child = fork(main, [], {
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      PORT: '0',
      SIMULATOR_PORT: '0',
      DATA_DIR: dataDir,
      PRIVATE_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  });
  if (onLine && child.stdout) createInterface(child.stdout).on('line', onLine);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<ReadyMessage>((resolve) =>
    child.once('message', (message) => resolve(message as ReadyMessage)),
  );
  const started = await Promise.race([ready, gone]);
  if (started === undefined) throw new Error('The server ended before it was ready.');
  return {
    child,
    url: started.graphqlUrl,
    simulatorUrl: started.simulatorUrl,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await gone;
    },
  };
}
