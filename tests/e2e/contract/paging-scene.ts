import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import type { TestSystem } from '../../support/test-system.js';

/** A list with more than 25 nodes, and what is in it. */
export interface List {
  readonly who: Party;
  /** With `ARGS` where arguments of the page and of the filter go. */
  readonly query: string;
  /** Where in the answer the connection is. */
  readonly at: readonly string[];
  /** Keys of the nodes, in the documented order. */
  readonly keys: readonly string[];
  readonly hasTotal: boolean;
  /** Filters, with the keys that they leave. */
  readonly filters: readonly { readonly args: string; readonly keys: readonly string[] }[];
}

const MERCHANT_NUMBER = '1900012345';
const BATCHES = 3;
const IN_BATCH = 9;
const ACCOUNTS = 26;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const connection = (key: string, hasTotal = true): string =>
  `{ edges { cursor node { key: ${key} } } nodes { key: ${key} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } ${hasTotal ? 'totalCount' : ''} }`;

/** One of each list that there is, filled by commands. */
export async function pagingScene(system: TestSystem): Promise<Readonly<Record<string, List>>> {
  const owner = await partyOf(system);
  const appId = await system.authorize(owner);
  const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT_NUMBER);
  const { communities, bound, paid } = await communitiesOf(owner, appId, paymentInterfaceId);
  const { sharings, ended, codes, recipient, ofRecipient } = await sharingsOf(system, owner, appId);
  const landlord = await partyOf(system);
  const accounts = (await Promise.all(range(ACCOUNTS).map(() => system.authorize(landlord)))).sort();
  const auditor = await officerOf(system, 'AUDITOR');
  const log = await logOf(system);
  const idsOf = (wanted: (event: StoredEvent) => boolean): string[] => log.filter(wanted).map(({ id }) => id);
  const onTheAccount = ({ data }: StoredEvent): boolean => (data as { readonly appId?: unknown }).appId === appId;

  const named = (keys: readonly string[], part: string): string[] =>
    keys.filter((key) => communities.get(key)?.includes(part));
  const all = [...communities.keys()];
  const bindings = [...bound, ...ofRecipient];
  const trail = {
    who: auditor,
    at: ['auditTrail'],
    hasTotal: false,
  };
  const onAccount = `{ account(appId: "${appId}") `;
  return {
    accounts: {
      who: landlord,
      query: `{ accounts(ARGS) ${connection('appId')} }`,
      at: ['accounts'],
      keys: accounts,
      hasTotal: true,
      filters: [
        { args: 'filter: { relation: OWNER, status: AUTHORIZED, search: "公众" }', keys: accounts },
        { args: 'filter: { relation: RECIPIENT }', keys: [] },
        { args: 'filter: { status: DEAUTHORIZED }', keys: [] },
      ],
    },
    communities: {
      who: owner,
      query: `{ communities(ARGS) ${connection('id')} }`,
      at: ['communities'],
      keys: all,
      hasTotal: true,
      filters: [
        {
          args: 'filter: { bound: true, search: "甲" }',
          keys: named(
            all.filter((id) => bound.includes(id)),
            '甲',
          ),
        },
        { args: 'filter: { bound: false }', keys: all.filter((id) => !bound.includes(id)) },
        { args: `filter: { appId: "${appId}" }`, keys: bound },
        {
          args: `filter: { appId: "${appId}", hasPaymentInterface: true, available: true, search: "乙" }`,
          keys: named(
            bound.filter((id) => paid.has(id)),
            '乙',
          ),
        },
        {
          args: `filter: { paymentInterfaceId: "${paymentInterfaceId}", bound: true }`,
          keys: bound.filter((id) => paid.has(id)),
        },
        {
          args: `filter: { ids: ${JSON.stringify(all.slice(3, 20).reverse())}, hasPaymentInterface: false }`,
          keys: all.slice(3, 20).filter((id) => !paid.has(id)),
        },
        {
          args: 'filter: { externalIds: ["x-7", "x-2", "x-26", "x-none"] }',
          keys: [2, 7, 26].map((n) => all[n] ?? ''),
        },
        { args: 'filter: { available: false }', keys: all.filter((id) => !bound.includes(id)) },
      ],
    },
    bindings: {
      who: owner,
      query: `${onAccount} { bindings(ARGS) { edges { cursor node { community { key: id } } } nodes { community { key: id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } } }`,
      at: ['account', 'bindings'],
      keys: bindings,
      hasTotal: true,
      filters: [
        { args: `filter: { tenantId: "${owner.tenant}" }`, keys: bound },
        { args: `filter: { tenantId: "${recipient.tenant}" }`, keys: ofRecipient },
        { args: `filter: { tenantId: "${recipient.tenant}", hasPaymentInterface: true }`, keys: [] },
        {
          args: `filter: { tenantId: "${owner.tenant}", hasPaymentInterface: true, search: "甲" }`,
          keys: named(
            bound.filter((id) => paid.has(id)),
            '甲',
          ),
        },
      ],
    },
    'a recipient’s bindings': {
      who: recipient,
      query: `${onAccount} { bindings(ARGS) { edges { cursor node { community { key: id } } } nodes { community { key: id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } } }`,
      at: ['account', 'bindings'],
      keys: ofRecipient,
      hasTotal: true,
      filters: [{ args: `filter: { tenantId: "${owner.tenant}" }`, keys: [] }],
    },
    sharings: {
      who: owner,
      query: `${onAccount} { sharings(ARGS) ${connection('id')} } }`,
      at: ['account', 'sharings'],
      keys: sharings,
      hasTotal: true,
      filters: [
        { args: 'status: ENDED', keys: sharings.filter((id) => ended.has(id)) },
        { args: 'status: ACTIVE', keys: sharings.filter((id) => !ended.has(id)) },
      ],
    },
    shareCodes: {
      who: owner,
      query: `${onAccount} { shareCodes(ARGS) ${connection('label')} } }`,
      at: ['account', 'shareCodes'],
      keys: codes.map(({ label }) => label),
      hasTotal: true,
      filters: (['OPEN', 'REDEEMED', 'CANCELLED', 'EXPIRED'] as const).map((status) => ({
        args: `status: ${status}`,
        keys: codes.filter((code) => code.status === status).map(({ label }) => label),
      })),
    },
    'auditTrail, oldest first': {
      ...trail,
      query: `{ auditTrail(order: OLDEST_FIRST, filter: { types: ["CommunityRegistered"] }, ARGS) ${connection('id', false)} }`,
      keys: idsOf(({ type }) => type === 'CommunityRegistered'),
      filters: [],
    },
    'auditTrail, newest first': {
      ...trail,
      query: `{ auditTrail(ARGS) ${connection('id', false)} }`,
      // Nobody writes what is older than this.
      keys: idsOf(() => true).reverse(),
      filters: [
        {
          args: `filter: { appId: "${appId}", types: ["CommunityBound", "SharingStarted"] }`,
          keys: idsOf(
            (event) => onTheAccount(event) && ['CommunityBound', 'SharingStarted'].includes(event.type),
          ).reverse(),
        },
        {
          args: `filter: { tenantId: "${owner.tenant}", command: "BindPaymentInterface" }`,
          keys: idsOf(
            ({ metadata }) => metadata.tenant === owner.tenant && metadata.command === 'BindPaymentInterface',
          ).reverse(),
        },
        {
          args: `filter: { actorSubject: "${recipient.subject}", types: ["CommunityBound"] }`,
          keys: idsOf(
            ({ type, metadata }) => type === 'CommunityBound' && metadata.tenant === recipient.tenant,
          ).reverse(),
        },
      ],
    },
  };
}

/** Registered in batches; two of three bound, in batches against that order; every other of those pays. */
async function communitiesOf(owner: Party, appId: string, paymentInterfaceId: string) {
  const communities = new Map<string, string>();
  const batches: string[][] = [];
  for (const batch of range(BATCHES)) {
    const names = range(IN_BATCH).map((index) => `${index % 2 === 0 ? '甲' : '乙'}区 ${batch}-${index}`);
    const { communities: made } = await owner.do<{ communities: { id: string }[] }>(
      'registerCommunities',
      { communities: names.map((name, index) => ({ name, externalId: `x-${batch * IN_BATCH + index}` })) },
      'communities { id }',
    );
    made.forEach(({ id }, index) => communities.set(id, names[index] ?? ''));
    batches.push(made.map(({ id }) => id));
  }
  const bound: string[] = [];
  for (const ids of [...batches.slice(1)].reverse()) {
    await owner.bind(appId, ...[...ids].reverse());
    // Of one moment, by id.
    bound.push(...[...ids].sort());
  }
  const paid = new Set(bound.filter((_, index) => index % 3 === 0));
  await owner.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, ...paid);
  return { communities, bound, paid };
}

/** One recipient whose sharing lasts and who binds, one who comes and goes. */
async function sharingsOf(system: TestSystem, owner: Party, appId: string) {
  const recipient = await partyOf(system);
  const guest = await partyOf(system);
  const codes: { label: string; status: 'OPEN' | 'REDEEMED' | 'CANCELLED' }[] = [];
  const sharings: string[] = [];
  const ended = new Set<string>();
  const redeem = async (person: Party): Promise<string> => {
    const [made] = await owner.codes(appId, 1);
    const id = await person.redeem(made?.code ?? '');
    codes.push({ label: made?.label ?? '', status: 'REDEEMED' });
    sharings.push(id);
    return id;
  };
  for (const _ of range(ACCOUNTS)) {
    const id = await redeem(guest);
    await guest.do('revokeSharing', { sharingId: id });
    ended.add(id);
  }
  await redeem(recipient);
  const open = await owner.codes(appId, 30);
  const cancelled = open.filter((_, index) => index % 4 === 0).map(({ label }) => label);
  await owner.do('cancelShareCodes', { appId, labels: cancelled });
  codes.push(
    ...open.map(({ label }) => ({
      label,
      status: cancelled.includes(label) ? ('CANCELLED' as const) : ('OPEN' as const),
    })),
  );
  const ofRecipient = (await recipient.register(...range(26).map((index) => `${randomUUID()} ${index}`))).sort();
  await recipient.bind(appId, ...ofRecipient);
  return { sharings, ended, codes, recipient, ofRecipient };
}
