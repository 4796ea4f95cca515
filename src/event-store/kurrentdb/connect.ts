import { accessSync, constants } from 'node:fs';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventStoreConnectionError } from '../errors.js';
import { parseConnectionUrl, type ConnectionUrl } from './connection-url.js';
import { codeOf } from './failures.js';

/** The first version with appends that check streams they do not write. */
const FIRST_VERSION = [26, 1] as const;
/** The client's own question for the version has no deadline. */
const ANSWER_MS = 10_000;

/** What the client knows and keeps to itself. */
interface Inside {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  getChannel(): Promise<{ close(): void }>;
}

// The version is behind a protected accessor of the client, and nothing public tells it or closes the channel.
const insideOf = (client: KurrentDBClient): Inside => client as unknown as Inside;

/** A client of a server that answers and is new enough. */
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
  const client = clientOf(parsed);
  const close = async (): Promise<void> => {
    await client.dispose();
    // Otherwise its sockets stay open as long as the process.
    await insideOf(client)
      .getChannel()
      .then((channel) => channel.close())
      .catch(() => undefined);
  };
  try {
    checkVersion(await versionOf(client, parsed), parsed);
    return { client, url: parsed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Why the server cannot be used, in words for who configures it. */
export function connectionError({ place, tls }: Pick<ConnectionUrl, 'place' | 'tls'>, error: unknown): Error {
  if (error instanceof EventStoreConnectionError) return error;
  const text = error instanceof Error ? error.message : '';
  const code = codeOf(error);
  const say = (what: string): Error =>
    new EventStoreConnectionError(`KurrentDB at ${place} ${what}.`, { cause: error });
  if (code === 16 || code === 7 || /AccessDenied|access denied|unauthenticated/i.test(`${nameOf(error)} ${text}`)) {
    return say('refuses the user or password of the URL, or the user may not read $all (members of $admins may)');
  }
  if (/certificate|self.signed|CERT_|UnknownIssuer/i.test(text)) {
    return say('has a certificate that is not trusted here: name its authority with tlsCAFile');
  }
  if (/EPROTO|wrong version number|InvalidContentType|corrupt message/i.test(text)) {
    return say('does not speak TLS: set tls=false if that is meant');
  }
  if (/ENOTFOUND|EAI_AGAIN|Name resolution/i.test(text)) return say('has a host that is not known to the name service');
  if (/ECONNREFUSED|refused/i.test(text)) return say('cannot be reached: the connection is refused');
  if (/discover/i.test(text)) return say('has no member of a cluster that answers');
  return say(`does not answer${tls ? '' : '; if it speaks TLS, leave tls=false out'}`);
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : '');

function checkFiles({ files }: ConnectionUrl): void {
  for (const [option, path] of Object.entries(files)) {
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      throw new EventStoreConnectionError(`The file of the option ${option} cannot be read.`, { cause: error });
    }
  }
}

function clientOf(url: ConnectionUrl): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(url.secret);
  } catch {
    // The client's own message quotes the URL, and its cause would carry it into a log.
    throw new EventStoreConnectionError(
      `KurrentDB at ${url.place} cannot be used: its URL or certificates are not valid.`,
    );
  }
}

async function versionOf(client: KurrentDBClient, url: ConnectionUrl): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS);
  });
  try {
    return (await Promise.race([insideOf(client).capabilities, late])).serverVersion;
  } catch (error) {
    throw connectionError(url, error);
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
