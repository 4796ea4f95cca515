import { runCommand } from '../../../scripts/support/run-command.js';
import { withKurrentDb } from '../../support/kurrentdb.js';
import { kurrentDbHarness } from './kurrentdb-harness.js';
import type { LogUnderTest } from './harness.js';
import { restartingContract } from './restarting.js';

const command = process.env['KURRENTDB_RESTART_COMMAND'] ?? '';
const restart = (): Promise<void> => runCommand(command);

withKurrentDb((url) => {
  const run = command === '' ? describe.skip : describe;
  const why = command === '' ? ' (KURRENTDB_RESTART_COMMAND is not set)' : '';
  run(`event store: kurrentdb, across restarts of the server${why}`, () => {
    let opened: LogUnderTest;
    beforeEach(async () => {
      opened = await kurrentDbHarness(url).open();
    });
    afterEach(() => opened.cleanup());
    restartingContract(() => opened, restart);
  });
});
