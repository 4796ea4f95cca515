import type { WrittenCommand } from '../torture/check-log.js';
import { send } from '../torture/workload.js';
import type { DoneCommand } from './load.js';

/** What the answer to a command says that does not depend on how far the views have come. */
interface Answer {
  readonly cursor: string;
  readonly codes?: readonly unknown[];
}

const answerOf = (text: string): Answer => JSON.parse(text) as Answer;

/** Sends commands that are done once more. @throws unless each answers as it did */
export async function checkSameAnswers(commands: readonly DoneCommand[]): Promise<void> {
  for (const { command, answer } of commands) {
    const [first, second] = [answerOf(answer), answerOf(await send(command))];
    const isSame = first.cursor === second.cursor && JSON.stringify(first.codes) === JSON.stringify(second.codes);
    if (!isSame) throw new Error(`${command.field} answered ${answer} and then ${JSON.stringify(second)}.`);
  }
}

/**
 * Compares what was acknowledged with what the log holds.
 *
 * @param written by id, of people's commands that were sent since the load began
 * @throws unless each was written once, as its answer says, and nothing else was
 */
export function checkAcknowledged(commands: readonly DoneCommand[], written: readonly WrittenCommand[]): void {
  const byCursor = new Map(written.map((command) => [command.cursor as string, command]));
  for (const { command, events, answer } of commands) {
    const { cursor } = answerOf(answer);
    const found = byCursor.get(cursor);
    if (found === undefined) throw new Error(`${command.field} was acknowledged at ${cursor} and is not in the log.`);
    if (found.name.toLowerCase() !== command.field.toLowerCase() || found.events !== events) {
      throw new Error(`${command.field} should have written ${events} events; at ${cursor} stands ${found.name}.`);
    }
    byCursor.delete(cursor);
  }
  for (const { name, cursor } of byCursor.values()) {
    throw new Error(`${name} at ${cursor} is in the log and no answer to a command: it happened twice.`);
  }
}
