import type { StoredEvent } from '../../src/event-store/port.js';
import type { TokenRequest } from '../support/local-tokens.js';
import type { Cast } from './cast.js';
import type { FeedPlan } from './kept-feed.js';

const feed = (of: string): string => `subscription { message: ${of} }`;
const TRAIL = feed('auditTrail { ... on AuditEvent { cursor } ... on FeedCheckpoint { cursor caughtUp } }');
const BINDINGS = feed('bindingChanges { ... on BindingChange { cursor } ... on FeedCheckpoint { cursor caughtUp } }');

/** Recipients that keep feeds open. */
const FOLLOWING = 3;

const isBinding = ({ type }: StoredEvent): boolean => type === 'CommunityBound' || type === 'CommunityUnbound';
const isOf = ({ metadata }: StoredEvent, tenantId: string): boolean => metadata.tenant === tenantId;

/** Feeds of everybody who may have one: an auditor's tells all events, a service's all bindings, a tenant's its own. */
export async function feedPlans(
  { owner, recipients }: Cast,
  tokenFor: (request: TokenRequest) => Promise<string>,
): Promise<readonly FeedPlan[]> {
  const auditor = await tokenFor({ subject: 'auditor', roles: ['AUDITOR'], tenant: null });
  const service = await tokenFor({ subject: 'service', roles: ['SERVICE'], tenant: null });
  return [
    { name: 'The auditor’s trail', document: TRAIL, token: auditor, concerns: () => true },
    { name: 'The service’s bindings', document: BINDINGS, token: service, concerns: isBinding },
    { name: 'The owner’s bindings', document: BINDINGS, token: owner.token, concerns: isBinding },
    ...recipients.slice(0, FOLLOWING).flatMap(({ person, tenantId }): FeedPlan[] => [
      {
        name: `The trail of ${tenantId}`,
        document: TRAIL,
        token: person.token,
        concerns: (event) => isOf(event, tenantId),
      },
      {
        name: `The bindings of ${tenantId}`,
        document: BINDINGS,
        token: person.token,
        concerns: (event) => isBinding(event) && isOf(event, tenantId),
      },
    ]),
  ];
}
