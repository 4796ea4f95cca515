import { ConfigError, loadConfig } from '../config/config.js';
import { loadOrMakeSecrets } from '../config/secrets.js';
import type { ReadyMessage } from './ready.js';
import { startGongxiang, type Gongxiang } from './start.js';
import { welcome } from './welcome.js';

/** A running operation that does not end does not keep the process from stopping. */
const STOP_WITHIN_MS = 20_000;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const secrets = await loadOrMakeSecrets(config);
  const fail = (error: Error): void => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  };
  const gongxiang = await startGongxiang({ config, secrets, onFailure: fail });
  stopOnSignals(gongxiang);
  process.stdout.write(welcome(config, secrets, gongxiang));
  const { url, simulatorUrl } = gongxiang;
  const ready: ReadyMessage = { graphqlUrl: `${url}/graphql`, simulatorUrl };
  process.send?.(ready);
}

/** SIGTERM and Ctrl-C: no new work, running commands finish, feeds close with a code that tells clients to come back. */
function stopOnSignals(gongxiang: Gongxiang): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    gongxiang.close().then(
      () => process.exit(0),
      (error: unknown) => {
        gongxiang.log.error({ err: error }, 'The server did not stop cleanly.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  // What an operator can mend is said in one message; anything else is a bug and needs its stack.
  const isPlain = error instanceof ConfigError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${isPlain ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
