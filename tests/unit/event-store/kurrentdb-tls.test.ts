import { createSecureServer } from 'node:http2';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../../src/event-store/kurrentdb/connect.js';
import { EventStoreConnectionError } from '../../../src/event-store/errors.js';

/** `ca` has signed `node` (of 127.0.0.1), `elsewhere` (of another name) and `expired`, whose key is that of `node`. */
const fixture = (name: string): string => join(__dirname, 'certificates', name);

/** Listens as a server with that certificate would. */
const tlsServer = (certificate: string, key: string): Server =>
  createSecureServer({ cert: readFileSync(fixture(certificate)), key: readFileSync(fixture(key)) });

/** Says something that is no TLS to whoever comes, and hangs up. */
const plainServer = (): Server =>
  createServer((socket) => {
    socket.on('error', () => undefined).end('plain\n', () => socket.destroy());
  });

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function messageOf(url: string): Promise<string> {
  const error: unknown = await connect(url).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EventStoreConnectionError);
  const { message } = error as Error;
  expect(message).not.toContain('hunter2');
  return message;
}

const NOBODY = 'me:hunter2@127.0.0.1:1';
const ca = `tlsCAFile=${fixture('ca.crt')}`;
const user = (certificate: string, key: string): string =>
  `userCertFile=${fixture(certificate)}&userKeyFile=${fixture(key)}`;

describe('a KurrentDB with TLS that cannot be used: the start-up error says why, and no secret', () => {
  let server: Server | undefined;
  afterEach(async () => {
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    server = undefined;
  });

  it.each([
    ['an authority that nobody here knows', 'node.crt', 'node.key', '', 'is not trusted here: name its authority'],
    ['another authority', 'node.crt', 'node.key', `tlsCAFile=${fixture('other-ca.crt')}`, 'is not trusted here'],
    ['a certificate of another host', 'elsewhere.crt', 'elsewhere.key', ca, 'does not name this host'],
    ['a certificate that has expired', 'expired.crt', 'node.key', ca, 'has expired'],
  ])('with %s', async (_, certificate, key, options, problem) => {
    server = tlsServer(certificate, key);
    const port = await portOf(server);
    expect(await messageOf(`kurrentdb://me:hunter2@127.0.0.1:${port}?${options}`.replace(/\?$/, ''))).toContain(
      problem,
    );
  });

  it('without TLS on its port', async () => {
    server = plainServer();
    const port = await portOf(server);
    expect(await messageOf(`kurrentdb://me:hunter2@127.0.0.1:${port}?${ca}`)).toContain('set tls=false if');
  });

  it('asked without TLS', async () => {
    server = tlsServer('node.crt', 'node.key');
    const port = await portOf(server);
    expect(await messageOf(`kurrentdb://me:hunter2@127.0.0.1:${port}?tls=false`)).toContain('leave tls=false out');
  });

  it('of a cluster: of each seed by itself', async () => {
    server = tlsServer('node.crt', 'node.key');
    const port = await portOf(server);
    const seeds = `127.0.0.1:1,127.0.0.1:${port}`;
    const message = await messageOf(`kurrentdb://me:hunter2@${seeds}?maxDiscoverAttempts=1`);
    expect(message).toContain('127.0.0.1:1 cannot be reached: the connection is refused');
    expect(message).toContain(`127.0.0.1:${port} has a certificate that is not trusted here`);
  });

  it('of a cluster that the name service does not know', async () => {
    const message = await messageOf(`kurrentdb+discover://me:hunter2@cluster.invalid?${ca}&maxDiscoverAttempts=1`);
    expect(message).toContain('has a host that is not known to the name service');
  });

  it.each([
    ['no file', `tlsCAFile=${fixture('none.crt')}`, 'tlsCAFile cannot be read'],
    ['a folder', `tlsCAFile=${__dirname}`, 'tlsCAFile cannot be read'],
    ['a file without a certificate', `tlsCAFile=${fixture('node.key')}`, 'tlsCAFile holds no certificate'],
    ['a user without a certificate', user('node.key', 'node.key'), 'userCertFile holds no certificate'],
    ['a user without a key', user('node.crt', 'node.crt'), 'userKeyFile holds no private key'],
    ["a user with another's key", user('node.crt', 'elsewhere.key'), 'is not that of userCertFile'],
    ['a user whose certificate has expired', user('expired.crt', 'node.key'), 'userCertFile expired'],
  ])('with %s', async (_, options, problem) => {
    expect(await messageOf(`kurrentdb://${NOBODY}?${options}`)).toContain(problem);
  });
});
