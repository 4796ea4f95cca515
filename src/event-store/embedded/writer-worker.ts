import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ring, type Bell } from '../../threads/bell.js';
import { EventStoreDamagedError, EventStoreFullError } from '../errors.js';
import { LogWriter } from './log-writer.js';
import type { FailureKind, FromWriter, ToWriter, WireAppend, WriterStart } from './messages.js';
import { WRITER_SETTINGS } from './schema.js';
import { connect, toStoreError, type Connection } from './sqlite.js';

/**
 * Bounds of one transaction. Not larger: while one half of the callers' requests is on its way to disk, the calling
 * thread prepares the other half.
 */
const MAX_REQUESTS = 512;
const MAX_CHARACTERS = 8 * 1024 * 1024;

if (parentPort === null) throw new Error('This file runs in a worker thread.');
const port = parentPort;
const { path, maxBytes } = workerData as WriterStart;

const tell = (message: FromWriter): void => port.postMessage(message);
const connection = connect(path);
configure(connection);
const writer = new LogWriter(connection, 'in-order');
/** What waits to be written, oldest first. */
let queue: WireAppend[] = [];
let closing = false;
/** Rung after each transaction. */
let bell: Bell | null = null;

port.on('message', (message: ToWriter) => {
  take(message);
  drain();
  while (queue.length > 0) {
    writeSome();
    drain();
  }
  if (closing) close();
});
tell({ kind: 'ready' });

function configure(to: Connection): void {
  to.exec(WRITER_SETTINGS);
  if (maxBytes === null) return;
  const [pageSize] = to.prepare('PRAGMA page_size').raw().get() as [number];
  to.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
}

function take(message: ToWriter): void {
  if (message === 'close') closing = true;
  else if ('bell' in message) ({ bell } = message);
  else queue = queue.length === 0 ? [...message] : queue.concat(message);
}

/** Takes in what arrived while the last transaction was on its way to disk. */
function drain(): void {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message as ToWriter);
}

function writeSome(): void {
  const requests = queue.splice(0, countOfNext());
  try {
    const written = writer.write(requests);
    if (bell !== null) ring(bell);
    tell({ kind: 'committed', ...written });
  } catch (error) {
    const { message } = toStoreError(path, error);
    tell({ kind: 'failed', requests: requests.length, failure: failureOf(error), message });
  }
}

/** How many of the waiting requests fit the bounds of one transaction; at least one. */
function countOfNext(): number {
  let count = 0;
  let characters = 0;
  for (const { records } of queue) {
    for (const text of records) characters += text.length;
    if (count > 0 && characters > MAX_CHARACTERS) break;
    if (++count === MAX_REQUESTS) break;
  }
  return count;
}

function failureOf(error: unknown): FailureKind {
  const translated = toStoreError(path, error);
  if (translated instanceof EventStoreFullError) return 'full';
  return translated instanceof EventStoreDamagedError ? 'damaged' : 'unavailable';
}

function close(): void {
  // So that the next start has nothing to recover; if there is no room for it, the next start recovers.
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    bell?.port.close();
    connection.close();
    port.close();
  }
}
