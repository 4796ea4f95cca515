import { randomUUID } from 'node:crypto';
import { personStream } from '../../domain/person/person-stream.js';
import { decideRecordForgetting } from '../../domain/person/record-forgetting.js';
import { streamOf } from '../../domain/stream-kind.js';
import type { Directory } from '../../people/directory.js';
import { bySystem } from '../authorization/acting.js';
import type { CommandIdentities } from '../command-identity.js';
import type { Executor } from '../deciding/executor.js';

const COMMAND = 'ForgetPerson';

export interface ForgettingsParts {
  readonly directory: Pick<Directory, 'owedForgettings' | 'settleForgetting'>;
  readonly executor: Executor;
  readonly identities: CommandIdentities;
}

/**
 * Tells the log of people who were erased in the directory. The directory's note of it outlives a crash, and the
 * command is named by the person, so that the log is told once, whoever does it and however often it is begun.
 */
export class Forgettings {
  constructor(private readonly parts: ForgettingsParts) {}

  /** Tells of everybody of whom the log has not been told. Resolves to their ids. */
  async record(signal?: AbortSignal): Promise<readonly string[]> {
    const recorded: string[] = [];
    for (const personId of await this.parts.directory.owedForgettings()) {
      if (signal?.aborted) break;
      await this.#recordOne(personId);
      recorded.push(personId);
    }
    return recorded;
  }

  async #recordOne(personId: string): Promise<void> {
    const { directory, executor, identities } = this.parts;
    const answer = await executor.execute({
      command: COMMAND,
      identity: identities.ofReaction(COMMAND, personId),
      acting: bySystem(randomUUID()),
      writes: [streamOf(personStream, personId)],
      load: (view) => view.state(personStream, personId),
      decide: (person) => decideRecordForgetting({ person, personId }),
      result: () => null,
    });
    if (!answer.ok) throw new Error(`That ${personId} was forgotten cannot be written: ${answer.refusal.code}.`);
    await directory.settleForgetting(personId);
  }
}
