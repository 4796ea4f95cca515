import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventStoreConnectionError } from '../errors.js';
import { checkFiles } from './certificate-files.js';
import { connectionError } from './connection-error.js';
import { parseConnectionUrl, type ConnectionUrl } from './connection-url.js';
import { insideOf } from './inside.js';
import { withoutCompression } from './uncompressed.js';

/** The first version with appends that check streams they do not write. */
const FIRST_VERSION = [26, 1] as const;
/** The client's own question for the version has no deadline. */
const ANSWER_MS = 10_000;

/** A client of a server that answers, lets us in and is new enough. */
export interface Connection {
  readonly client: KurrentDBClient;
  readonly url: ConnectionUrl;
  close(): Promise<void>;
}

/**
 * @throws ConnectionUrlError when the URL cannot be used
 * @throws EventStoreConnectionError when there is no such server, or it is too old; the message holds no secret
 */
export async function connect(url: string): Promise<Connection> {
  const parsed = parseConnectionUrl(url);
  checkFiles(parsed);
  try {
    return await connectTo(parsed);
  } catch (error) {
    throw parsed.seeds.length === 0 ? error : await noMember(parsed, error);
  }
}

async function connectTo(url: ConnectionUrl): Promise<Connection> {
  const client = clientOf(url);
  const close = (): Promise<void> => closeClient(client);
  try {
    checkVersion(await inTime(versionOf(client)), url);
    await inTime(readSomething(client));
    return { client, url, close };
  } catch (error) {
    await close();
    throw connectionError(url, error);
  }
}

/** Of a cluster the client says only that it found no member: each seed is asked by itself. */
async function noMember(url: ConnectionUrl, cause: unknown): Promise<EventStoreConnectionError> {
  const reasons = await Promise.all(
    url.seeds.map((seed) =>
      connectTo(seed).then(
        async (connection) => {
          await connection.close();
          return `KurrentDB at ${seed.place} answers, but the leader that it tells of cannot be used: are the addresses that its nodes advertise known here?`;
        },
        (error: unknown) => (error as Error).message,
      ),
    ),
  );
  return new EventStoreConnectionError(`The cluster has no leader that answers. ${reasons.join(' ')}`, { cause });
}

async function closeClient(client: KurrentDBClient): Promise<void> {
  await client.dispose();
  // Otherwise its sockets stay open as long as the process.
  // Nobody waits for it: the client may be looking for a cluster's leader for minutes.
  insideOf(client)
    .getChannel()
    .then((channel) => channel.close())
    .catch(() => undefined);
}

/**
 * The reading half of the client is a native module with threads of its own. It writes a request in two parts, and with
 * more than one thread the second is often not ready at once: then Nagle's algorithm, which the client leaves on, holds it
 * back until the first is acknowledged, up to 40 ms.
 */
const NATIVE_THREADS = 'TOKIO_WORKER_THREADS';

function clientOf(url: ConnectionUrl): KurrentDBClient {
  // Read once in a process, when its first client is made: on the main thread, the others have copies of the environment.
  process.env[NATIVE_THREADS] ??= '1';
  try {
    return guarded(withoutCompression(KurrentDBClient.connectionString(url.secret)));
  } catch {
    // The client's own message quotes the URL, and its cause would carry it into a log.
    throw new EventStoreConnectionError(
      `KurrentDB at ${url.place} cannot be used: its URL or certificates are not valid.`,
    );
  }
}

/** When a request fails while the client looks for a leader in vain, it leaves a rejection that would end the process. */
function guarded(client: KurrentDBClient): KurrentDBClient {
  const inside = insideOf(client);
  const handleError = inside.handleError.bind(inside);
  inside.handleError = (of, error) => handleError(of, error).catch(() => undefined);
  return client;
}

const versionOf = async (client: KurrentDBClient): Promise<string> =>
  (await insideOf(client).capabilities).serverVersion;

/** The version is told to everybody; what is in the log is not. The reading half of the client connects by itself, too. */
async function readSomething(client: KurrentDBClient): Promise<void> {
  for await (const _ of client.readAll({ maxCount: 1, requiresLeader: true })) return;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function checkVersion(version: string, { place }: ConnectionUrl): void {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const [needed, neededMinor] = FIRST_VERSION;
  if (Number(major) > needed || (Number(major) === needed && Number(minor) >= neededMinor)) return;
  throw new EventStoreConnectionError(
    `KurrentDB at ${place} is version ${version}: ${FIRST_VERSION.join('.')} or newer is needed.`,
  );
}
