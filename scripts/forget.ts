import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { MonotonicClock } from '../src/application/clock.js';
import { CommandIdentities } from '../src/application/command-identity.js';
import { Executor } from '../src/application/deciding/executor.js';
import { FairQueue } from '../src/application/deciding/fair-queue.js';
import { StreamStates } from '../src/application/deciding/stream-states.js';
import { Forgettings } from '../src/application/people/forgettings.js';
import { loadConfig, type Config } from '../src/config/config.js';
import { loadOrMakeSecrets, type Secrets } from '../src/config/secrets.js';
import { personStream } from '../src/domain/person/person-stream.js';
import { streamOf } from '../src/domain/stream-kind.js';
import { openEventReader } from '../src/event-store/engines.js';
import { EventStoreLockedError } from '../src/event-store/errors.js';
import type { Directory, Forgettable } from '../src/people/directory.js';
import { openEmbeddedDirectory } from '../src/people/embedded-directory.js';
import { PrivateDatabase } from '../src/private-store/private-database.js';
import { openEventStore, type OpenedEventStore } from '../src/server/event-store.js';
import { NO_SNAPSHOTS } from './support/no-snapshots.js';

const USAGE = `npm run forget -- (--subject SUBJECT | --person ID) [--data DIR]

Erases a person's subject and name. Events keep the person's random id, and every proof holds; that the person was
forgotten becomes an event. Run it with the server's environment; the server may run, and then writes the event itself.
  --subject SUBJECT   as the person's tokens name it, exactly; - reads it from standard input, so that it stands in no
                      history of a shell and no list of processes
  --person ID         the random id that events show, p_…
  --data DIR          data folder; DATA_DIR by default. The log is where EVENT_STORE_URL says

First see to it that the person gets no tokens any more: whoever comes with a valid one is known anew, by another id.
docs/people.md says what else may hold a name.`;

class UsageError extends Error {}

/** As long as a subject may be in a token. */
const LONGEST_SUBJECT = 255;

async function subjectOf(given: string): Promise<string> {
  const subject = given === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : given;
  if (subject === '' || subject.length > LONGEST_SUBJECT) {
    throw new UsageError(`A subject has 1 to ${LONGEST_SUBJECT} characters.`);
  }
  return subject;
}

async function whoOf({
  subject,
  person,
}: {
  readonly subject?: string;
  readonly person?: string;
}): Promise<Forgettable> {
  if (subject !== undefined && person === undefined) return { subject: await subjectOf(subject) };
  if (person === undefined || subject !== undefined) throw new UsageError('Say who, by --subject or by --person.');
  if (!/^p_[0-9a-f]{32}$/.test(person)) throw new UsageError('A --person is p_ and 32 digits or letters a to f.');
  return { id: person };
}

/** Null while a server runs on the folder: it writes the log. */
async function openLog({ eventStore, dataDir }: Config): Promise<OpenedEventStore | null> {
  try {
    return await openEventStore(eventStore, dataDir, { onCommitted: () => undefined, onFailure: () => undefined });
  } catch (error) {
    if (error instanceof EventStoreLockedError) return null;
    throw error;
  }
}

/** Tells the log of everybody of whom it has not been told, or says who is going to. */
async function record(directory: Directory, config: Config, secrets: Secrets): Promise<void> {
  // Also where a server writes the log, nothing of the person is left in the files when this ends.
  const owed = await directory.owedForgettings();
  const opened = await openLog(config);
  if (opened === null) {
    for (const id of owed)
      console.log(`The running server writes into the log within half a minute that ${id} was forgotten.`);
    return;
  }
  try {
    const { store } = opened;
    const clock = new MonotonicClock(await store.lastOccurredAt());
    const executor = new Executor(store, new StreamStates(store, NO_SNAPSHOTS), new FairQueue(), clock);
    const identities = new CommandIdentities(secrets.command);
    const recorded = await new Forgettings({ directory, executor, identities }).record();
    for (const id of recorded) console.log(`The log says now that ${id} was forgotten.`);
  } finally {
    await opened.close();
  }
}

async function wasForgotten({ eventStore, dataDir }: Config, who: Forgettable): Promise<boolean> {
  if (!('id' in who)) return false;
  const reader = await openEventReader(eventStore, dataDir);
  try {
    for await (const _ of reader.readStream(streamOf(personStream, who.id))) return true;
    return false;
  } finally {
    await reader.close();
  }
}

async function forget(who: Forgettable, config: Config): Promise<void> {
  // Before anything is erased: without them the log could not be told.
  const secrets = await loadOrMakeSecrets(config);
  const directory = await openEmbeddedDirectory(config.privateDir);
  try {
    const id = await directory.forget(who);
    if (id !== null) console.log(`Erased who ${id} is. Backups of private.db from before still tell it.`);
    await record(directory, config, secrets);
    if (id !== null) return;
    if (await wasForgotten(config, who)) console.log('This person was forgotten before.');
    else {
      throw new UsageError(
        'id' in who
          ? 'There is nobody of this id.'
          : 'There is nobody of this subject: it must be spelt as in the tokens, and whoever was forgotten is not known any more.',
      );
    }
  } finally {
    await directory.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      subject: { type: 'string' },
      person: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const who = await whoOf(values);
  const config = loadConfig(values.data === undefined ? process.env : { ...process.env, DATA_DIR: values.data });
  // Nothing is made in a folder that was named by mistake.
  const { privateDir } = config;
  if (!PrivateDatabase.isThere(privateDir)) throw new UsageError(`There are no people in ${privateDir}.`);
  await forget(who, config);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
