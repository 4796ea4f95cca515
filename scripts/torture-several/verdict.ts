import type { StoredEvent } from '../../src/event-store/port.js';
import { UnexpectedError } from '../support/expectations.js';
import { appendsOf, LawfulLog } from '../support/races/lawful-log.js';
import { checkLog } from '../torture/check-log.js';
import { checkSeals } from '../torture/check-seals.js';
import { compareWithRebuild } from '../torture/compare-read-models.js';
import type { Installation } from './installation.js';

/** What must not have happened: nobody has cancelled anything at WeChat. */
const NEVER = ['AccountDeauthorized', 'AccountResumed', 'AccountGrantRenewed'];

/**
 * Looks at the log and at both processes' read models, once nothing happens any more; ends the processes.
 *
 * @param answered positions of successes @returns how much there was to look at @throws naming what is wrong
 */
export async function verdict(installation: Installation, answered: readonly string[]) {
  await installation.stop();
  const [trouble] = installation.errors;
  if (trouble !== undefined) throw new UnexpectedError(`A process has logged an error: ${trouble}`);
  const log: StoredEvent[] = [];
  for await (const event of installation.log.readAll(null)) log.push(event);
  await checkLog(log);
  const lawful = new LawfulLog();
  const appends = appendsOf(log);
  for (const append of appends) lawful.take(append);
  const [broken] = lawful.broken;
  if (broken !== undefined) throw new UnexpectedError(`The log breaks a rule: ${broken}.`);
  const unasked = log.find(({ type }) => NEVER.includes(type));
  if (unasked !== undefined)
    throw new UnexpectedError(`${unasked.type} in ${unasked.stream}, which nobody has asked for.`);
  const written = new Set<string>(log.map(({ cursor }) => cursor));
  const lost = answered.find((cursor) => !written.has(cursor));
  if (lost !== undefined) throw new UnexpectedError(`A success was answered at ${lost}, which is not in the log.`);
  const sealed = await checkSeals(installation.privateDir, installation.log);
  let documents = 0;
  for (const dataDir of installation.dataDirs) {
    documents += await compareWithRebuild(dataDir, installation.eventStore);
  }
  return { events: log.length, commands: appends.length, sealed, documents };
}
