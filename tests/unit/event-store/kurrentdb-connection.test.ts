import { ConnectionUrlError, parseConnectionUrl } from '../../../src/event-store/kurrentdb/connection-url.js';
import { openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';
import { EventStoreConnectionError } from '../../../src/event-store/errors.js';

const problemOf = (url: string): string => {
  try {
    parseConnectionUrl(url);
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectionUrlError);
    return (error as Error).message;
  }
  throw new Error('The URL was accepted.');
};

describe('the URL of a KurrentDB', () => {
  it.each([
    ['one node', 'kurrentdb://h1:2114', 'kurrentdb://h1:2114'],
    ['the port by default', 'kurrentdb://h1', 'kurrentdb://h1:2113'],
    ['seeds of a cluster', 'kurrentdb://h1:2113,h2,h3:2115', 'kurrentdb://h1:2113,h2:2113,h3:2115'],
    ['a name to look up', 'kurrentdb+discover://cluster.example', 'kurrentdb+discover://cluster.example:2113'],
    ['the names it had before', 'esdb+discover://h1', 'kurrentdb+discover://h1:2113'],
    ['a slash at the end', 'kdb://h1/', 'kurrentdb://h1:2113'],
  ])('may name %s', (_, url, secret) => {
    expect(parseConnectionUrl(url).secret).toBe(secret);
  });

  it('may hold credentials and options, and tells where it leads without them', () => {
    const url = parseConnectionUrl('kurrentdb://me:p%40ss%3A@h1?TLS=true&tlsCAFile=/a%20b/ca.crt&connectionName=api');
    expect(url).toEqual({
      secret: 'kurrentdb://me:p%40ss%3A@h1:2113?tls=true&tlsCAFile=%2Fa%20b%2Fca.crt&connectionName=api',
      place: 'kurrentdb://h1:2113',
      tls: true,
      hasUser: true,
      seeds: [],
      files: { tlsCAFile: '/a b/ca.crt' },
    });
  });

  it('of a cluster tells its seeds, each as if it stood alone', () => {
    const { seeds } = parseConnectionUrl('kurrentdb://me:hunter2@h1,h2:2114?tls=false');
    expect(seeds).toMatchObject([
      { secret: 'kurrentdb://me:hunter2@h1:2113?tls=false', place: 'kurrentdb://h1:2113', seeds: [] },
      { secret: 'kurrentdb://me:hunter2@h2:2114?tls=false', place: 'kurrentdb://h2:2114', seeds: [] },
    ]);
    expect(parseConnectionUrl('kurrentdb+discover://h1').seeds).toMatchObject([{ secret: 'kurrentdb://h1:2113' }]);
    expect(parseConnectionUrl('kurrentdb://h1').seeds).toEqual([]);
  });

  it.each([
    ['no URL', 'hunter2', 'is not kurrentdb://'],
    ['another protocol', 'https://hunter2@h1', 'is not kurrentdb://'],
    ['no host', 'kurrentdb://me:hunter2@', 'must name hosts'],
    ['a port that is none', 'kurrentdb://me:hunter2@h1:99999', 'must name hosts'],
    ['a password alone', 'kurrentdb://hunter2@h1', 'must have user:password'],
    ['a colon in the password', 'kurrentdb://me:hunter2:x@h1', 'percent-encoded'],
    ['a broken escape', 'kurrentdb://me:hunter2%zz@h1', 'percent-encoded'],
    ['an @ in the password', 'kurrentdb://me:hunter2@x@h1', 'is not kurrentdb://'],
    ['several names to look up', 'kurrentdb+discover://me:hunter2@h1,h2', 'name one'],
    ['an unknown option', 'kurrentdb://me:hunter2@h1?hunter2=1', 'not one of tls, '],
    ['an option that failures would be missed with', 'kurrentdb://h1?throwOnAppendFailure=false', 'not one of tls, '],
    ['an option without a value', 'kurrentdb://me:hunter2@h1?tls', 'true or false for the option tls'],
    ['an option twice', 'kurrentdb://h1?tls=true&tls=false', 'the option tls twice'],
    ['a preference for followers', 'kurrentdb://h1?nodePreference=follower', 'leader for the option nodePreference'],
    ['too short an interval', 'kurrentdb://h1?keepAliveInterval=5', 'from 10000'],
    ['a certificate without its key', 'kurrentdb://h1?userCertFile=/hunter2', 'set both or none'],
  ])('is refused with %s, and no secret is repeated', (_, url, problem) => {
    expect(problemOf(url)).toContain(problem);
    expect(problemOf(url)).not.toContain('hunter2');
  });
});

describe('opening a KurrentDB that cannot be used says why, and no secret', () => {
  it.each([
    ['nobody listens', 'kurrentdb://me:hunter2@127.0.0.1:1?tls=false', 'connection is refused'],
    [
      'no seed answers',
      'kurrentdb://me:hunter2@127.0.0.1:1,127.0.0.1:2?maxDiscoverAttempts=1',
      'The cluster has no leader that answers. KurrentDB at kurrentdb://127.0.0.1:1 cannot be reached',
    ],
    ['a file is missing', 'kurrentdb://me:hunter2@127.0.0.1:1?tlsCAFile=/none/ca.crt', 'of the option tlsCAFile'],
  ])('where %s', async (_, url, problem) => {
    const opening = openKurrentDbStore({ url, prefix: 'test', patienceMs: 100 });
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EventStoreConnectionError);
    expect((error as Error).message).toContain(problem);
    expect((error as Error).message).not.toContain('hunter2');
  });
});
