import { parseArgs } from 'node:util';
import type { TrailFilter } from '../../src/application/trail/trail-filter.js';
import type { Stores } from '../../src/config/config.js';
import { storesOf } from '../support/folders.js';
import { oneOf, tenantOf, TRAIL_OPTIONS, trailFilterOf } from '../support/trail-options.js';
import { UsageError } from '../support/usage-error.js';

export const exportHelp = `npm run export [-- --out FILE] [--data DIR] [--tenant ID] [--since TIME] [--until TIME] …

Writes the log as evidence, also while a server writes it: to a file, which has its name only when it is complete, or to
standard output (npm run --silent export > FILE). See docs/exports.md.
  --out FILE        where to; a file that is there is replaced
  --data DIR        data folder; DATA_DIR by default. The log is where EVENT_STORE_URL says
  --since TIME      events from this moment on, e.g. 2026-03-01 or 2026-03-01T08:00:00Z
  --until TIME      events before this moment
  --tenant ID       what this tenant may see, as far as it may see it, and nothing else: may be handed to it
  --format FORMAT   ndjson (unless told) or csv

As ndjson: everything, with all seals and keys, one event a line, for npm run import and npm run verify-audit. With
--tenant, --since or --until: a part that proves itself, event by event. Without --tenant it tells events whole, with
whom they name: it is for auditors and operators of this installation.
  --against FILE    to a part: also the seals of this list that are ours, so that who keeps them can check it by them

As csv: the trail for a spreadsheet, with a sentence an event. Needs the read models, which a running server makes.
  --language en|zh  of the sentences; en unless told
  --order ORDER     oldest (first, unless told) or newest
  --account ID, --community ID, --concerning TENANT, --actor SUBJECT, --actor-id ID, --command NAME,
  --type TYPE (several times), --command-id ID, --correlation-id ID
                    only events that fit all of these`;

interface Common extends Stores {
  /** Undefined: standard output. */
  readonly out: string | undefined;
  readonly tenant: string | null;
}

export interface EventsWanted extends Common {
  readonly format: 'ndjson';
  readonly since: string | null;
  readonly until: string | null;
  /** File of kept seals. */
  readonly against: string | null;
}

export interface SearchWanted extends Common {
  readonly format: 'csv';
  readonly language: 'en' | 'zh';
  readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST';
  readonly filter: TrailFilter;
}

const text = { type: 'string' } as const;
const COMMON = { data: text, out: text, tenant: text, format: text } as const;
const OF_EVENTS = { against: text } as const;
const OF_SEARCH = { language: text, order: text } as const;
/** Of the trail's, those that an export of events knows too. */
const PERIOD: readonly string[] = ['since', 'until'];
const FACETS = Object.keys(TRAIL_OPTIONS).filter((name) => !PERIOD.includes(name));

/** @throws UsageError, BadUserInputError; an unknown option is told by Node */
export function parseExportArguments(args: readonly string[]): EventsWanted | SearchWanted | 'HELP' {
  const { values } = parseArgs({
    args: [...args],
    options: { ...COMMON, ...TRAIL_OPTIONS, ...OF_EVENTS, ...OF_SEARCH, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return 'HELP';
  const format = oneOf('format', values.format ?? 'ndjson', ['ndjson', 'csv']);
  const others = format === 'csv' ? Object.keys(OF_EVENTS) : [...Object.keys(OF_SEARCH), ...FACETS];
  const useless = others.find((name) => Object.hasOwn(values, name));
  if (useless !== undefined) throw new UsageError(`--${useless} says nothing with --format ${format}.`);
  const filter = trailFilterOf(values);
  const common = {
    ...storesOf(values.data),
    out: values.out,
    tenant: tenantOf('tenant', values.tenant),
  };
  const { against = null } = values;
  if (format === 'ndjson') {
    const { from: since = null, until = null } = filter;
    const isPart = common.tenant !== null || since !== null || until !== null;
    if (against !== null && !isPart) throw new UsageError('--against is for parts: a whole export has all seals.');
    return { ...common, format, since, until, against };
  }
  return {
    ...common,
    format,
    language: oneOf('language', values.language ?? 'en', ['en', 'zh']),
    order:
      oneOf('order', values.order ?? 'oldest', ['oldest', 'newest']) === 'oldest' ? 'OLDEST_FIRST' : 'NEWEST_FIRST',
    filter,
  };
}
