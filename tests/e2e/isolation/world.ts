import { randomBytes, randomUUID } from 'node:crypto';
import { partyOf, type Party } from '../../support/party.js';
import type { TestSystem } from '../../support/test-system.js';

/** Everything by which one tenant's things could be asked for. */
export interface Ids {
  readonly tenantId: string;
  readonly appId: string;
  readonly communityId: string;
  readonly externalId: string;
  /** Of another community, for whoever registers one by it. */
  readonly externalIdToTake: string;
  readonly sharingId: string;
  readonly paymentInterfaceId: string;
  readonly authorizationId: string;
  readonly label: string;
  readonly shareCodeId: string;
  readonly digest: string;
  readonly eventId: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly actorId: string;
  readonly actorSubject: string;
  /** A key of registerCommunities. */
  readonly idempotencyKey: string;
  /** Of commands that succeed for whoever asks: each gets one of its own. */
  readonly keyOfAuthorizing: string;
  readonly keyOfRegistering: string;
}

/** Ids of the same form that nothing has; those on an account may be of an account that is there. */
export function idsOfNothing(appId = `wx${randomBytes(8).toString('hex')}`): Ids {
  const onAccount = () => `${appId}.${randomBytes(12).toString('hex')}`;
  const digest = randomBytes(32).toString('hex');
  const label = digest.slice(0, 10);
  return {
    tenantId: `t-${randomUUID()}`,
    appId: `wx${randomBytes(8).toString('hex')}`,
    communityId: randomUUID(),
    externalId: `x-${randomUUID()}`,
    externalIdToTake: `x-${randomUUID()}`,
    sharingId: onAccount(),
    paymentInterfaceId: onAccount(),
    authorizationId: randomUUID(),
    label,
    shareCodeId: `${appId}.1.${label}`,
    digest,
    eventId: randomUUID(),
    commandId: randomBytes(32).toString('hex'),
    correlationId: randomUUID(),
    actorId: randomUUID(),
    actorSubject: randomUUID(),
    idempotencyKey: randomUUID(),
    keyOfAuthorizing: randomUUID(),
    keyOfRegistering: randomUUID(),
  };
}

/** A tenant with one of everything, and another tenant that its account is shared with. */
export interface Holding {
  readonly owner: Party;
  readonly recipient: Party;
  readonly ids: Ids;
}

export const MERCHANT_NUMBER = '1900012345';

/** The tenant authorizes an account, gives it an interface, binds a community, shares it, and has a code left. */
export async function holdingOf(system: TestSystem, owner: Party): Promise<Holding> {
  const recipient = await partyOf(system);
  const appId = await system.authorize(owner);
  const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT_NUMBER, '收款');
  const [externalId, externalIdToTake] = [`x-${randomUUID()}`, `x-${randomUUID()}`];
  const idempotencyKey = randomUUID();
  const { communities } = await owner.do<{ communities: { id: string }[] }>(
    'registerCommunities',
    { communities: [{ name: '别人的小区', externalId }], idempotencyKey },
    'communities { id }',
  );
  const communityId = communities[0]?.id ?? '';
  const [keyOfAuthorizing, keyOfRegistering] = [randomUUID(), randomUUID()];
  await owner.do('authorizeAccount', { idempotencyKey: keyOfAuthorizing });
  await owner.do('registerCommunities', {
    communities: [{ name: '另一个', externalId: externalIdToTake }],
    idempotencyKey: keyOfRegistering,
  });
  await owner.bind(appId, communityId);
  await owner.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, communityId);
  const sharingId = await owner.share(appId, recipient);
  const [code] = await owner.codes(appId, 1);
  const generated = await newestEvent(owner, 'ShareCodeGenerated');
  const started = await newestEvent(owner, 'AuthorizationStarted');
  return {
    owner,
    recipient,
    ids: {
      tenantId: owner.tenant,
      appId,
      communityId,
      externalId,
      externalIdToTake,
      sharingId,
      paymentInterfaceId,
      authorizationId: String(started.data['authorizationId']),
      label: code?.label ?? '',
      shareCodeId: `${appId}.1.${code?.label ?? ''}`,
      digest: String(generated.data['digest']),
      eventId: generated.id,
      commandId: generated.commandId,
      correlationId: generated.correlationId,
      actorId: generated.actor.id,
      actorSubject: owner.subject,
      idempotencyKey,
      keyOfAuthorizing,
      keyOfRegistering,
    },
  };
}

interface Event {
  readonly id: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly actor: { readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** The newest event of a type that the person sees. @throws where there is none */
async function newestEvent(person: Party, type: string): Promise<Event> {
  const { auditTrail } = await person.query<{ auditTrail: { nodes: Event[] } }>(
    `query ($types: [String!]) {
      auditTrail(first: 1, filter: { types: $types }) { nodes { id commandId correlationId actor { id } data } }
    }`,
    { types: [type] },
  );
  const [event] = auditTrail.nodes;
  if (!event) throw new Error(`No ${type} was told.`);
  return event;
}

/** The answer with each id replaced by its name, so that answers about different things can be compared. */
export function withoutIds(text: string, ids: Ids): string {
  const byLength = Object.entries<string>({ ...ids }).sort(([, a], [, b]) => b.length - a.length);
  return byLength.reduce((rest, [name, id]) => rest.replaceAll(id, `<${name}>`), text);
}
