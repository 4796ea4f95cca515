import { benchAppends, formatAppends } from './bench/appends.js';
import { benchBindCommunities, formatBind } from './bench/bind-communities.js';

/** Speed as ratios measured in one run: absolute figures are this machine's, ratios are the software's. */
async function main(): Promise<void> {
  process.stdout.write('Embedded event store, next to a raw loop with the same table, indexes, rows and batches:\n');
  process.stdout.write(`${formatAppends(await benchAppends())}\n\n`);
  process.stdout.write('The whole stack, next to a no-op on the same stack:\n');
  const figure = await benchBindCommunities({ onProgress: (what) => process.stderr.write(`  ${what}\n`) });
  process.stdout.write(`${formatBind(figure)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
