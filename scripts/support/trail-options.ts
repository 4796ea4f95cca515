import { DateTime } from 'luxon';
import { TRAIL_EVENTS } from '../../projections/trail/sight.js';
import { checkTrailFilter } from '../../src/application/queries/audit.js';
import { Mistakes } from '../../src/application/queries/mistakes.js';
import type { TrailFilter } from '../../src/application/trail/trail-filter.js';
import { tenantIdShape } from '../../src/auth/claims.js';
import { UsageError } from './usage-error.js';

/** Options of commands that tell of the trail, as `parseArgs` takes them. */
const text = { type: 'string' } as const;
export const TRAIL_OPTIONS = {
  since: text,
  until: text,
  account: text,
  community: text,
  concerning: text,
  actor: text,
  'actor-id': text,
  command: text,
  type: { type: 'string', multiple: true },
  'command-id': text,
  'correlation-id': text,
} as const;

export const TRAIL_OPTIONS_HELP = `\
  --since TIME           events from this moment on, e.g. 2026-03-01 or 2026-03-01T08:00:00Z
  --until TIME           events before this moment
  --account ID, --community ID, --concerning TENANT, --actor SUBJECT, --actor-id ID, --command NAME,
  --type TYPE (several times), --command-id ID, --correlation-id ID
                         only events that fit all of these`;

export type TrailValues = {
  readonly [Name in keyof typeof TRAIL_OPTIONS]?: Name extends 'type' ? string[] | undefined : string | undefined;
};

/** @throws UsageError, BadUserInputError */
export function trailFilterOf(values: TrailValues): TrailFilter {
  const [from, until] = [timeOf('since', values.since), timeOf('until', values.until)];
  if (from !== null && until !== null && from >= until) throw new UsageError('--since must be before --until.');
  const unknown = values.type?.find((type) => !(TRAIL_EVENTS as readonly string[]).includes(type));
  if (unknown !== undefined) {
    throw new UsageError(`There is no event ${JSON.stringify(unknown)}. There are: ${TRAIL_EVENTS.join(', ')}.`);
  }
  const filter: TrailFilter = {
    appId: values.account ?? null,
    communityId: values.community ?? null,
    tenantId: tenantOf('concerning', values.concerning),
    actorSubject: values.actor ?? null,
    actorId: values['actor-id'] ?? null,
    command: values.command ?? null,
    types: values.type ?? null,
    commandId: values['command-id'] ?? null,
    correlationId: values['correlation-id'] ?? null,
    from,
    until,
  };
  const mistakes = new Mistakes();
  checkTrailFilter(filter, mistakes);
  mistakes.throwAny();
  return filter;
}

/** As the log writes times, so that they compare as texts; UTC unless the text says otherwise. @throws UsageError */
export function timeOf(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  const moment = DateTime.fromISO(value, { zone: 'utc' });
  if (!moment.isValid) throw new UsageError(`--${name} is a moment in ISO 8601, not ${JSON.stringify(value)}.`);
  return moment.toISO();
}

/** @throws UsageError */
export function tenantOf(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!tenantIdShape.safeParse(value).success) {
    throw new UsageError(`--${name} is a tenant's id, not ${JSON.stringify(value)}.`);
  }
  return value;
}

/** @throws UsageError */
export function oneOf<const Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new UsageError(`--${name} is ${choices.join(' or ')}, not ${JSON.stringify(value)}.`);
  return choice;
}
