import { exportHelp, parseExportArguments } from './export/arguments.js';
import { exportEvents } from './export/events.js';
import { exportSearch } from './export/search.js';
import { isClosedPipe } from './support/output.js';

async function main(): Promise<void> {
  const wanted = parseExportArguments(process.argv.slice(2));
  if (wanted === 'HELP') console.log(exportHelp);
  else if (wanted.format === 'csv') await exportSearch(wanted);
  else await exportEvents(wanted);
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  if (isClosedPipe(error)) return;
  console.error(error instanceof Error ? error.message : String(error));
});
