import { InvalidAppendError } from '../../event-store/errors.js';
import { parseCursor } from '../../event-store/cursor.js';
import { LoadRefusedError, type LoadProblem, type LogLoader, type ToldCommand } from '../../event-store/loader.js';
import type { AppendRequest, Check, StoredEvent } from '../../event-store/port.js';
import { validateAppend } from '../../event-store/validate.js';
import { ImportRefusedError } from './errors.js';

const WHY: Readonly<Record<LoadProblem, string>> = {
  REVISION: 'the event is not the next one of its stream',
  COMMAND_TWICE: 'its command was there before',
};

/** One command, made again from its events. */
interface Command {
  /** Of its first event. */
  readonly line: number;
  readonly events: StoredEvent[];
}

/** Puts events together to the commands that they came of, and loads these, so that their receipts are made again. */
export class CommandLoading {
  /** The last one may go on. */
  #commands: Command[] = [];
  #gathered = 0;

  constructor(private readonly log: Pick<LogLoader, 'load'>) {}

  /** How many events wait to be loaded. */
  get waiting(): number {
    return this.#gathered;
  }

  take(event: StoredEvent, line: number): void {
    const last = this.#commands.at(-1);
    if (last?.events[0]?.metadata.commandId === event.metadata.commandId) last.events.push(event);
    else this.#commands.push({ line, events: [event] });
    this.#gathered += 1;
  }

  /**
   * Loads what is complete.
   *
   * @param isEnd nothing comes any more, so that the last command is complete as well
   * @throws ImportRefusedError naming the line of the command's first event
   */
  async load(isEnd: boolean): Promise<void> {
    const going = isEnd ? undefined : this.#commands.pop();
    const commands = this.#commands;
    this.#commands = going === undefined ? [] : [going];
    this.#gathered = going?.events.length ?? 0;
    if (commands.length === 0) return;
    const requests = commands.map(requestOf);
    try {
      await this.log.load(requests);
    } catch (error) {
      throw refusal(error, commands, requests);
    }
  }
}

function requestOf({ line, events }: Command): ToldCommand {
  const [first] = events;
  if (first === undefined) throw new Error('A command has events.');
  const { commandId, fingerprint } = first.metadata;
  return {
    command: { id: commandId, fingerprint },
    records: events.map(({ stream, id, type, data, metadata }) => ({ stream, event: { id, type, data, metadata } })),
    checks: checksOf(events, line),
    positions: events.map(({ cursor }) => parseCursor(cursor).position),
  };
}

/** What must hold of the streams for the events to get the revisions that they had. */
function checksOf(events: readonly StoredEvent[], line: number): Check[] {
  const next = new Map<string, number>();
  const checks: Check[] = [];
  events.forEach(({ stream, revision }, at) => {
    const expected = next.get(stream);
    if (expected === undefined) {
      checks.push({ stream, expect: revision === 0 ? 'no-stream' : { revision: revision - 1 } });
    } else if (revision !== expected) {
      throw new ImportRefusedError(line, `Of this command's events, that number ${at + 1} is out of order.`);
    }
    next.set(stream, revision + 1);
  });
  return checks;
}

function refusal(error: unknown, commands: readonly Command[], requests: readonly AppendRequest[]): unknown {
  if (error instanceof LoadRefusedError) {
    return new ImportRefusedError(commands[error.command]?.line ?? 0, `This cannot be: ${WHY[error.problem]}.`);
  }
  if (!(error instanceof InvalidAppendError)) return error;
  const at = requests.findIndex((request) => !isValid(request));
  return new ImportRefusedError(commands[at]?.line ?? 0, error.message, { cause: error });
}

function isValid(request: AppendRequest): boolean {
  try {
    validateAppend(request);
    return true;
  } catch {
    return false;
  }
}
