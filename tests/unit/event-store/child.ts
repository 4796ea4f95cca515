import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const OPEN = join(process.cwd(), 'dist/src/event-store/embedded/open.js');

/** Starts a script of this folder in a process of its own; it gets the compiled adapter and the folder. */
export const start = (script: string, folder: string): ChildProcess => fork(join(__dirname, script), [OPEN, folder]);

/** The child's next message. */
export async function message(child: ChildProcess): Promise<unknown> {
  const [told] = (await once(child, 'message')) as [unknown];
  return told;
}

/** Ends the child as a crash would, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
