import { parseArgs } from 'node:util';
import { moveLog, type Copied } from '../src/moves/move-log.js';
import { nameOf, openSource, openTarget, placeOf, reopen, type OpenedTarget, type Place } from '../src/moves/places.js';
import { moveDisplay } from './migrate/display.js';
import { foldersOf } from './support/folders.js';

const USAGE = `npm run migrate -- --from DIR --to URL [--prefix NAME]
npm run migrate -- --from URL --to DIR [--prefix NAME]
npm run migrate -- --reopen DIR|URL [--prefix NAME]

Moves the log of a data folder to a KurrentDB, or back: the same events, order, streams, revisions, times and metadata.
Idempotency keys that were used stay used, and cursors that clients hold stay valid. Stop the servers first. It may be
interrupted at any moment: the same command goes on where it was. Until it is complete no server starts on the target,
and after that none on the source.
  --from, --to     a data folder, or kurrentdb://[user:password@]host:port[?option=value&…]
  --prefix NAME    begins the names of the streams on the server; EVENT_STORE_PREFIX by default
  --to-prefix NAME that of the target, where both are servers
  --no-plain-loop  does not measure what the server takes in a plain loop of appends of the same size (some seconds, in
                   a stream that is deleted afterwards)
  --reopen PLACE   takes back that the log was moved away from there: servers may go on with it as it was then. Use it
                   only if no server has written to the place that it was moved to, and remove that one`;

const DEFAULT_PREFIX = process.env['EVENT_STORE_PREFIX'] ?? 'gongxiang';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      prefix: { type: 'string', default: DEFAULT_PREFIX },
      'to-prefix': { type: 'string' },
      'no-plain-loop': { type: 'boolean', default: false },
      reopen: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { from, to, prefix, reopen: reopened } = values;
  if (values.help) {
    say(USAGE);
    return;
  }
  if (reopened !== undefined && from === undefined && to === undefined) {
    say(`The log at ${await reopen(placeOf(reopened, prefix))} is open to servers again.`);
    return;
  }
  if (from === undefined || to === undefined || reopened !== undefined) throw new Error(USAGE);
  await migrate(from, to, prefix, values['to-prefix'] ?? prefix, !values['no-plain-loop']);
}

/** A folder's seals are where the environment says. */
function placeAt(text: string, prefix: string): Place {
  const place = placeOf(text, prefix);
  return 'dataDir' in place ? foldersOf(place.dataDir) : place;
}

async function migrate(from: string, to: string, prefix: string, toPrefix: string, isMeasured: boolean): Promise<void> {
  const [there, here] = [placeAt(from, prefix), placeAt(to, toPrefix)];
  if ('dataDir' in there && 'dataDir' in here) throw new Error('Between folders a log is moved by moving its folder.');
  if (nameOf(there) === nameOf(here)) throw new Error('The source and the target are the same.');
  const source = await openSource(there, here);
  try {
    const opened = await openTarget(here, source);
    const { target } = opened;
    try {
      const display = moveDisplay(process.stdout);
      const onCopied = async (copied: Copied): Promise<void> => {
        display.end();
        await tellRate(copied, isMeasured ? opened.plainLoop : null);
      };
      const { arrived } = target;
      if (arrived !== null && !target.isComplete) say(`Going on behind ${arrived.events} events.`);
      const compared = await moveLog({ source, target, onProgress: (progress) => display.show(progress), onCopied });
      display.end();
      if (compared === null) {
        say(`The log was moved from ${source.place} to ${target.place} before.`);
        return;
      }
      const { events, commands, digest } = compared;
      say(`Both sides are the same: ${events} events and ${commands} receipts, SHA-256 ${digest}.`);
      say(`The log is at ${target.place} now, and is not used at ${source.place} any more.`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** How fast it went, and beside it how fast the server alone would have been. */
async function tellRate({ events, seconds }: Copied, plainLoop: OpenedTarget['plainLoop']): Promise<void> {
  if (events === 0) return;
  say(`Copied ${events} events in ${seconds.toFixed(1)} s: ${Math.round(events / seconds)} a second.`);
  const plain = (await plainLoop?.measure()) ?? null;
  if (plainLoop === null || plain === null) return;
  const own = plainLoop.records / seconds;
  say(
    `With receipts ${Math.round(own)} records a second; a plain loop of appends of the same size: ${Math.round(plain)} (ratio ${(own / plain).toFixed(2)}).`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
