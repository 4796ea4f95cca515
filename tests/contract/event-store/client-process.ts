import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AppendRequest } from '../../../src/event-store/port.js';
import type { Opening } from './harness.js';

/** A client in a process of its own, which can be killed. */
export class ClientProcess {
  /** Ids of the commands that it was told of as accepted. */
  readonly accepted = new Set<string>();
  private readonly exited: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    this.exited = once(child, 'exit').then(() => undefined);
  }

  /** Resolves when it has opened the log. */
  static async start({ module, open, argument }: Opening): Promise<ClientProcess> {
    const built = join(process.cwd(), 'dist/src/event-store', module);
    const child = fork(join(__dirname, 'append-as-told.mjs'), [built, open, JSON.stringify(argument)]);
    const client = new ClientProcess(child);
    await client.told();
    return client;
  }

  send(request: AppendRequest): void {
    this.child.send(request);
  }

  /** Resolves with the next command that was accepted. @throws Error when the process ends instead */
  async nextAccepted(): Promise<void> {
    const { accepted } = (await this.told()) as { accepted: string };
    this.accepted.add(accepted);
  }

  /** Ends it as a crash would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.on('message', ({ accepted }: { accepted: string }) => this.accepted.add(accepted));
    this.child.kill('SIGKILL');
    await this.exited;
  }

  private async told(): Promise<unknown> {
    const ended = this.exited.then((): never => {
      throw new Error('The client has ended.');
    });
    const [message] = (await Promise.race([once(this.child, 'message'), ended])) as [unknown];
    return message;
  }
}
