import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { openKurrentDbStore } from '../../../src/event-store/kurrentdb/open.js';

describe('the connection to a KurrentDB', () => {
  it('asks for answers that are not compressed: small ones cost more to unpack than to send', async () => {
    const told: IncomingHttpHeaders[] = [];
    const server = createServer();
    server.on('stream', (stream, headers) => {
      told.push(headers);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' }, { endStream: true });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const opening = openKurrentDbStore({ url: `kurrentdb://127.0.0.1:${port}?tls=false`, prefix: 'test' });
    await expect(opening).rejects.toThrow();
    expect(told.map((headers) => headers['grpc-accept-encoding'])).toContain('identity');
    await new Promise((resolve) => server.close(resolve));
  });
});
