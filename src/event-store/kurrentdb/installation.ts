import { randomBytes } from 'node:crypto';
import {
  AppendConsistencyViolationError,
  jsonEvent,
  type AppendRecordInput,
  type KurrentDBClient,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError, EventStoreTooNewError, EventStoreUnavailableError } from '../errors.js';
import { appendRecords } from './append-records.js';
import { positionOf } from './decode.js';
import { expected } from './encode.js';
import { beginGrowth } from './growth.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

const FORMAT = 1;
/** Even: positions are offsets in the server's log. */
const FIRST_EPOCH = 2;

/** Whose log this is. */
export interface Installation {
  /** 16 hex digits, drawn when the log was begun. */
  readonly id: string;
  /** Counts the engines that the log has been moved to. */
  readonly epoch: number;
  /** Position of the record that says so: everything of this installation lies behind it. */
  readonly floor: bigint;
}

/**
 * The installation whose log is kept under these names.
 *
 * @throws EventStoreUnavailableError when there is none
 * @throws EventStoreTooNewError, EventStoreDamagedError
 */
export async function readInstallation(log: ServerLog, names: Names, patience: Patience): Promise<Installation> {
  const found = await findInstallation(log, names, patience);
  if (found === null) throw new EventStoreUnavailableError(`There is no log at ${names.installation}.`);
  return found;
}

/** The same, begun where there is none. Of processes that begin at once, one begins it and all find the same. */
export async function readOrBeginInstallation(
  client: KurrentDBClient,
  log: ServerLog,
  names: Names,
  patience: Patience,
): Promise<Installation> {
  const identity = { id: randomBytes(8).toString('hex'), epoch: FIRST_EPOCH };
  return (
    (await findInstallation(log, names, patience)) ?? beginInstallation(client, log, names, patience, identity, [])
  );
}

/**
 * Begins a log, with what else is to be said of it at that moment, each in a stream that must be new. Where another
 * process was first, that one's stays.
 */
export async function beginInstallation(
  client: KurrentDBClient,
  log: ServerLog,
  names: Names,
  patience: Patience,
  { id, epoch }: Pick<Installation, 'id' | 'epoch'>,
  more: readonly AppendRecordInput[],
): Promise<Installation> {
  const data = { format: FORMAT, installation: id, epoch };
  const begun = { streamName: names.installation, record: jsonEvent({ type: 'InstallationBegun', data }) };
  const records = [begun, ...more];
  for (;;) {
    try {
      await appendRecords(
        client,
        [...records, ...beginGrowth(names)],
        records.map(({ streamName }) => expected(streamName, 'no_stream')),
      );
    } catch (error) {
      // Another process was first, or it is unknown whether this one was: either way it is looked for again.
      if (error instanceof AppendConsistencyViolationError) await patience.pause(error);
      else await patience.again(error);
    }
    const found = await findInstallation(log, names, patience);
    if (found !== null) return found;
  }
}

/** The same where there may be none: null then. */
export async function findInstallation(log: ServerLog, names: Names, patience: Patience): Promise<Installation | null> {
  const record = await log.at(names.installation, 0n, patience);
  return record && decode(record);
}

function decode(record: RecordedEvent): Installation {
  const { format, installation, epoch } = record.data as Record<string, unknown>;
  if (typeof format === 'number' && format > FORMAT) {
    throw new EventStoreTooNewError(
      `${record.streamId} was written by a newer version (format ${format}; this version knows ${FORMAT}).`,
    );
  }
  if (format !== FORMAT || typeof installation !== 'string' || !Number.isSafeInteger(epoch)) {
    throw new EventStoreDamagedError(`${record.streamId} does not say whose log this is.`);
  }
  return { id: installation, epoch: epoch as number, floor: positionOf(record) };
}
