import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretWatch } from '../../support/secret-watch.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { get } from '../../support/wire.js';

const SECRET = 'accesstoken@@@0123456789abcdef-_';
const UNMARKED = 'thetokenoftheplatform';

describe('what R29 is watched by', () => {
  const watching = (): SecretWatch => {
    const watch = new SecretWatch();
    watch.handedOut([SECRET, UNMARKED]);
    return watch;
  };

  it.each([
    ['as it is', `token ${SECRET}.`],
    ['in a URL', encodeURIComponent(SECRET)],
    ['of the platform itself', `Token=${UNMARKED}`],
  ])('finds a secret %s', (_, text) => {
    const watch = watching();
    watch.look('a log line', text);
    expect(() => watch.end()).toThrow('a log line');
  });

  it('finds one in a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder.path, 'some.db'), Buffer.from(`\u0000\u0001${SECRET}\u0002`));
    const watch = watching();
    watch.lookThrough(folder.path);
    folder.remove();
    expect(() => watch.end()).toThrow('some.db');
  });

  it.each([
    ['finds one in an answer', `{"message":"${SECRET}"}`, true],
    ['lets the token broker give one', `{"accessToken":"${SECRET}"}`, false],
    ['finds one that WeChat did not hand out nowhere', '{"message":"accesstoken@@@ffffffffffffffff-_"}', false],
  ])('%s', async (_, answer, isFound) => {
    const watch = watching();
    const server = createServer((_request, response) => response.end(answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    watch.tap(port);
    await get(`http://127.0.0.1:${port}/`);
    watch.untap(port);
    server.close();
    if (isFound) expect(() => watch.end()).toThrow('an answer');
    else expect(() => watch.end()).not.toThrow();
  });
});
