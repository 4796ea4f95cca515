import type { AuditEventView } from '../../src/application/queries/views.js';
import type { EventData } from '../../src/event-store/port.js';
import type { Language } from '../context.js';
import { messagesIn } from './catalogue.js';

/** What an event says in one sentence. A type that this version does not know is named as it is. */
export function summaryOf(type: string, data: EventData, language: Language): string {
  const summaries: Partial<Record<string, (facts: never) => string>> = messagesIn(language).summaries;
  const summary = Object.hasOwn(summaries, type) ? summaries[type] : undefined;
  // The trail holds what the log's own types declare.
  return summary ? summary(data as never) : type;
}

type Told = Pick<AuditEventView, 'type' | 'data' | 'accountName' | 'actor' | 'nameOfTenant'>;

/** Facts that hold a tenant's id. */
const TENANTS = ['owner', 'recipient', 'tenantId'] as const;

/**
 * The sentence with names in place of ids: of the account as it was called then, of tenants and of who acted as the
 * directory knows them. A person that was forgotten is its bare id.
 */
export async function namedSummary({ type, data, ...event }: Told, language: Language): Promise<string> {
  const { namedAccount, actedBy } = messagesIn(language);
  const names: Record<string, string> = {};
  for (const fact of TENANTS) {
    const id = data[fact];
    if (typeof id === 'string') names[fact] = await event.nameOfTenant(id);
  }
  const { appId } = data;
  if (typeof appId === 'string' && event.accountName !== null) {
    names['appId'] = namedAccount({ name: event.accountName, appId });
  }
  const sentence = summaryOf(type, { ...data, ...names }, language);
  const who = await actorName(event);
  return who === null ? sentence : actedBy({ who, sentence });
}

/** Null where nobody did it: WeChat told of it, or the platform acted by itself. */
async function actorName({ actor, nameOfTenant }: Pick<Told, 'actor' | 'nameOfTenant'>): Promise<string | null> {
  if (actor.kind === 'WECHAT' || actor.kind === 'SYSTEM') return null;
  if (actor.id !== null) return (await actor.name()) ?? (await actor.subject()) ?? actor.id;
  // R27: across tenants an actor is the tenant.
  return actor.tenant && nameOfTenant(actor.tenant.id);
}
