import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '../../schema/context.js';
import type { TrailFilter } from '../../src/application/trail/trail-filter.js';
import type { Stores } from '../../src/config/config.js';
import { isCursor } from '../../src/event-store/cursor.js';
import type { Moment } from '../../src/history/past.js';
import { storesOf } from '../support/folders.js';
import { oneOf, tenantOf, timeOf, TRAIL_OPTIONS, TRAIL_OPTIONS_HELP, trailFilterOf } from '../support/trail-options.js';
import { UsageError } from '../support/usage-error.js';

export const REPLAY_HELP = `npm run replay [-- …]

Tells the log again, also while a server runs on it. For data alone: npm run --silent replay -- … > FILE

The trail, event by event, oldest first:
  --format FORMAT        text (a line an event, unless told) or ndjson (the whole event as canonical JSON)
  --language en|zh       of the text; en unless told
  --from CURSOR          begins with this event
  --to CURSOR            ends with this event
  --tenant ID            only what this tenant may see. It is told whole: what may be handed to the tenant is made by
                         npm run export
${TRAIL_OPTIONS_HELP}

The state at a moment:
  --at TIME|CURSOR       accounts with their interfaces and sharings, communities with their bindings; at a cursor means
                         after all that was appended with its event. Also with --format and --language, and with
                         --account, --community and --tenant, which narrow it

Read models:
  --into embedded:PATH   makes them from the log in the folder PATH, which must have none

In any case:
  --data DIR             data folder; DATA_DIR by default. The log is where EVENT_STORE_URL says`;

export type Format = 'text' | 'ndjson';

export interface TrailWanted extends Stores {
  readonly what: 'TRAIL';
  readonly format: Format;
  readonly language: Language;
  /** Cursors, both inclusive. */
  readonly from: string | null;
  readonly to: string | null;
  readonly tenant: string | null;
  readonly filter: TrailFilter;
}

export interface StateWanted extends Stores {
  readonly what: 'STATE';
  readonly format: Format;
  readonly language: Language;
  readonly at: Moment;
  readonly account: string | null;
  readonly community: string | null;
  readonly tenant: string | null;
}

export interface ReadModelsWanted extends Pick<Stores, 'dataDir' | 'eventStore'> {
  readonly what: 'READ_MODELS';
  /** Folder. */
  readonly into: string;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  ...TRAIL_OPTIONS,
  data: text,
  format: text,
  language: text,
  tenant: text,
  from: text,
  to: text,
  at: text,
  into: text,
  help: { type: 'boolean', short: 'h' },
} as const;
const OF_ANY = ['data'];
const OF_STATE = [...OF_ANY, 'at', 'format', 'language', 'account', 'community', 'tenant'];
const OF_READ_MODELS = [...OF_ANY, 'into'];

/** @throws UsageError, BadUserInputError; an unknown option is told by Node */
export function parseReplayArguments(args: readonly string[]): TrailWanted | StateWanted | ReadModelsWanted | 'HELP' {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return 'HELP';
  const given = Object.keys(values);
  const stores = storesOf(values.data);
  if (values.into !== undefined) {
    only(given, OF_READ_MODELS, '--into');
    const { dataDir, eventStore } = stores;
    return { what: 'READ_MODELS', dataDir, eventStore, into: folderOf(values.into) };
  }
  const format = oneOf('format', values.format ?? 'text', ['text', 'ndjson']);
  const common = {
    ...stores,
    format,
    language: oneOf('language', values.language ?? 'en', ['en', 'zh']),
    tenant: tenantOf('tenant', values.tenant),
  };
  if (format === 'ndjson' && values.language !== undefined) throw new UsageError('--language is for --format text.');
  if (values.at !== undefined) {
    only(given, OF_STATE, '--at');
    const { account = null, community = null } = values;
    return { what: 'STATE', ...common, at: momentOf(values.at), account, community };
  }
  const [from, to] = [cursorOf('from', values.from), cursorOf('to', values.to)];
  return { what: 'TRAIL', ...common, from, to, filter: trailFilterOf(values) };
}

function only(given: readonly string[], useful: readonly string[], beside: string): void {
  const useless = given.find((name) => !useful.includes(name));
  if (useless !== undefined) throw new UsageError(`--${useless} says nothing with ${beside}.`);
}

function momentOf(value: string): Moment {
  if (isCursor(value)) return { cursor: value };
  const time = timeOf('at', value);
  if (time === null) throw new UsageError('--at is a moment in ISO 8601, or a cursor.');
  return { time };
}

function cursorOf(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!isCursor(value)) throw new UsageError(`--${name} is a cursor, not ${JSON.stringify(value)}.`);
  return value;
}

const EMBEDDED = 'embedded:';

function folderOf(url: string): string {
  const path = url.startsWith(EMBEDDED) ? url.slice(EMBEDDED.length) : '';
  if (path === '') {
    throw new UsageError(`--into is embedded:PATH, where PATH is a folder; no other engine is supported.`);
  }
  return resolve(path);
}
