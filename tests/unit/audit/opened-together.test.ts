import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';

const SEALS = join(process.cwd(), 'dist/src/audit/embedded/embedded-seals.js');
const PROCESSES = 4;

describe('seals that several processes share', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('are begun by one of those that come at once, and opened by the others', async () => {
    const children = Array.from({ length: PROCESSES }, () =>
      fork(join(__dirname, 'open-seals.mjs'), [SEALS, folder.path]),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const told = children.map(async (child) => {
      const [message] = (await once(child, 'message')) as [unknown];
      return message;
    });
    for (const child of children) child.send('go');
    for (const message of await Promise.all(told)) expect(message).toMatchObject({ size: 0, cursor: null, seals: 0 });
  });
});
