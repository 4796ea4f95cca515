/** Where the server is and how to speak to it, checked; made without loading the client. */
export interface ConnectionUrl {
  /** As the client takes it. It may hold a password: it is handed to the client and to nobody else. */
  readonly secret: string;
  /** Where it leads, without credentials and options: for messages. */
  readonly place: string;
  readonly tls: boolean;
  /** Whether it names a user. */
  readonly hasUser: boolean;
  /** Files that the client is going to read. */
  readonly files: Files;
  /** Of a cluster: each of the hosts that are asked for its members, as if it stood alone; otherwise empty. */
  readonly seeds: readonly ConnectionUrl[];
}

export type FileOption = 'tlsCAFile' | 'userCertFile' | 'userKeyFile';
export type Files = Readonly<Partial<Record<FileOption, string>>>;

/** A URL that cannot be used. The message says why, and holds nothing of the URL but names of options. */
export class ConnectionUrlError extends Error {
  readonly code = 'CONNECTION_URL';
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** What a log on a server is called: for people, without any secret; the same however often it is asked for. */
export const placeOf = ({ place }: Pick<ConnectionUrl, 'place'>, prefix: string): string => `${place} (${prefix})`;

const SHAPE = /^(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]*)\/?(?:\?(.*))?$/s;
const HOST = /^(?:[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

interface Option {
  readonly allowed: string;
  readonly fits: (value: string) => boolean;
}

const truth: Option = { allowed: 'true or false', fits: (value) => value === 'true' || value === 'false' };
const file: Option = { allowed: 'the path of a file', fits: (value) => value !== '' };
const count = (least: number, unit: string): Option => ({
  allowed: `a whole number of ${unit} from ${least}`,
  fits: (value) => /^\d{1,9}$/.test(value) && Number(value) >= least,
});
/** Not more often than the client warns of; and never without, or a silent server would be waited for without end. */
const keepAlive = count(10_000, 'milliseconds');

const OPTIONS: Readonly<Record<string, Option>> = {
  tls: truth,
  tlsVerifyCert: truth,
  tlsCAFile: file,
  userCertFile: file,
  userKeyFile: file,
  connectionName: { allowed: 'a name', fits: (value) => value !== '' },
  // Refusals are decided from what was read, and only the leader has read everything that was written.
  nodePreference: { allowed: 'leader', fits: (value) => value === 'leader' },
  maxDiscoverAttempts: count(1, 'attempts'),
  discoveryInterval: count(1, 'milliseconds'),
  gossipTimeout: count(1, 'seconds'),
  defaultDeadline: count(1, 'milliseconds'),
  keepAliveInterval: keepAlive,
  keepAliveTimeout: keepAlive,
};

/** @throws ConnectionUrlError */
export function parseConnectionUrl(url: string): ConnectionUrl {
  const [whole, discover = '', credentials, hostList = '', query = ''] = SHAPE.exec(url.trim()) ?? [];
  if (whole === undefined) {
    throw new ConnectionUrlError(
      'is not kurrentdb://[user:password@]host:port[,host:port…][?option=value&…], or the same with kurrentdb+discover',
    );
  }
  checkCredentials(credentials);
  const hosts = hostsOf(hostList);
  if (discover !== '' && hosts.length > 1) {
    throw new ConnectionUrlError('has several hosts with +discover: name one, whose addresses are looked up');
  }
  const options = optionsOf(query);
  if (options.has('userCertFile') !== options.has('userKeyFile')) {
    throw new ConnectionUrlError('has one of userCertFile and userKeyFile: set both or none');
  }
  const files: Files = Object.fromEntries([...options].filter(([name]) => OPTIONS[name] === file));
  const asked = [...options].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const userinfo = credentials === undefined ? '' : `${credentials}@`;
  const leadingTo = (to: readonly string[], how: string, seeds: readonly ConnectionUrl[]): ConnectionUrl => ({
    secret: `kurrentdb${how}://${userinfo}${to.join(',')}${asked.length === 0 ? '' : `?${asked.join('&')}`}`,
    place: `kurrentdb${how}://${to.join(',')}`,
    tls: options.get('tls') !== 'false',
    hasUser: credentials !== undefined,
    files,
    seeds,
  });
  const isCluster = discover !== '' || hosts.length > 1;
  return leadingTo(hosts, discover, isCluster ? hosts.map((host) => leadingTo([host], '', [])) : []);
}

function checkCredentials(credentials: string | undefined): void {
  if (credentials === undefined) return;
  if (!/^[^:]+:[^:]+$/.test(credentials) || decoded(credentials) === null) {
    throw new ConnectionUrlError(
      'must have user:password before the @, each percent-encoded where it has : / ? @ or %',
    );
  }
}

function hostsOf(list: string): readonly string[] {
  const hosts = list.split(',');
  for (const host of hosts) {
    const [whole, port = '2113'] = HOST.exec(host) ?? [];
    if (whole === undefined || Number(port) < 1 || Number(port) > 65_535) {
      throw new ConnectionUrlError('must name hosts as host or host:port, separated by commas');
    }
  }
  return hosts.map((host) => (host.includes(':') ? host : `${host}:2113`));
}

function optionsOf(query: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of query === '' ? [] : query.split('&')) {
    const [key = '', ...rest] = part.split('=');
    const name = Object.keys(OPTIONS).find((known) => known.toLowerCase() === key.toLowerCase());
    const option = name === undefined ? undefined : OPTIONS[name];
    if (name === undefined || option === undefined) {
      throw new ConnectionUrlError(`has an option that is not one of ${Object.keys(OPTIONS).join(', ')}`);
    }
    const value = decoded(rest.join('='))?.trim() ?? '';
    if (!option.fits(value)) throw new ConnectionUrlError(`must have ${option.allowed} for the option ${name}`);
    if (options.has(name)) throw new ConnectionUrlError(`has the option ${name} twice`);
    options.set(name, value);
  }
  return options;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
