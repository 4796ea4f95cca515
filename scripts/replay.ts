import { replayInto } from '../projections/runner/replay-into.js';
import { parseReplayArguments, REPLAY_HELP, type ReadModelsWanted } from './replay/arguments.js';
import { replayState } from './replay/state.js';
import { replayTrail } from './replay/trail.js';
import { isClosedPipe } from './support/output.js';
import { progressDisplay } from './support/progress-display.js';

async function replayReadModels({ dataDir, eventStore, into }: ReadModelsWanted): Promise<void> {
  const display = progressDisplay('events');
  const started = Date.now();
  try {
    await replayInto({
      dataDir,
      eventStore,
      into,
      log: (level, message, facts) => {
        if (level === 'error') console.error(message, facts);
      },
      onProgress: (handled, total) => display.show(handled, total),
    });
  } finally {
    display.end();
  }
  console.log(`The read models in ${into} were made in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function main(): Promise<void> {
  const wanted = parseReplayArguments(process.argv.slice(2));
  if (wanted === 'HELP') console.log(REPLAY_HELP);
  else if (wanted.what === 'READ_MODELS') await replayReadModels(wanted);
  else if (wanted.what === 'STATE') await replayState(wanted);
  else await replayTrail(wanted);
}

main().catch((error: unknown) => {
  // Whoever reads has seen enough.
  if (isClosedPipe(error)) return;
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
});
