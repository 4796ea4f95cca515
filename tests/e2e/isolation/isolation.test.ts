import { isDeepStrictEqual } from 'node:util';
import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { fullOperation, rootFields, rootType, schemaOf, type Root } from '../../support/full-selection.js';
import { headOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { openSocket, pastIsTold, type Socket } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post } from '../../support/wire.js';
import { CASES, NESTED, type Case, type Own } from './cases.js';
import { holdingOf, idsOfNothing, MERCHANT_NUMBER, withoutIds, type Ids } from './world.js';

const ROOTS: readonly Root[] = ['query', 'mutation', 'subscription'];

/** Someone who asks for what is not theirs. */
interface Stranger {
  readonly person: Party;
  readonly own: Own;
  readonly foreign: Ids;
}

describe('R27: ids of another tenant and ids that do not exist', () => {
  let system: TestSystem;
  let schema: GraphQLSchema;
  let idsOfOwner: Ids;
  const strangers = new Map<string, Stranger>();
  const sockets = new Map<Party, Socket>();

  beforeAll(async () => {
    system = await startTestSystem();
    const admin = await officerOf(system, 'PLATFORM_ADMIN');
    schema = await schemaOf(system.url, admin.token);

    const victim = await holdingOf(system, await partyOf(system));
    idsOfOwner = victim.ids;
    // A second account of the same tenant, that is shared with nobody who asks.
    const hidden = await holdingOf(system, victim.owner);

    const ownThings = async (person: Party): Promise<Ids> => {
      const { ids } = await holdingOf(system, person);
      return ids;
    };
    const unrelated = await partyOf(system);
    const viewer = await partyOf(system, { tenant: unrelated.tenant, roles: ['VIEWER'] });
    const former = await partyOf(system);
    const current = await partyOf(system);
    const unrelatedOwn = await ownThings(unrelated);
    strangers.set('an unrelated tenant', { person: unrelated, own: unrelatedOwn, foreign: victim.ids });
    strangers.set('a viewer of an unrelated tenant', { person: viewer, own: unrelatedOwn, foreign: victim.ids });

    const formerOwn = await ownThings(former);
    const ended = await victim.owner.share(victim.ids.appId, former);
    await former.do('revokeSharing', { sharingId: ended });
    // What it saw then it still sees: trail and feeds of the account are looked at below.
    strangers.set('a former recipient', {
      person: former,
      own: formerOwn,
      foreign: { ...victim.ids, tenantId: victim.recipient.tenant },
    });

    await victim.owner.share(victim.ids.appId, current);
    const [community = ''] = await current.register('共享小区');
    await current.bind(victim.ids.appId, community);
    await current.bindPayment(victim.ids.paymentInterfaceId, MERCHANT_NUMBER, community);
    strangers.set('a recipient, of what is not shared', {
      person: current,
      own: {
        appId: victim.ids.appId,
        communityId: community,
        paymentInterfaceId: victim.ids.paymentInterfaceId,
      },
      foreign: {
        ...hidden.ids,
        tenantId: victim.recipient.tenant,
        // Of the shared account: the owner's own community and the sharing with somebody else.
        communityId: victim.ids.communityId,
        sharingId: victim.ids.sharingId,
      },
    });

    const [unbound = ''] = await current.register('未关联的小区');
    strangers.set('an owner, of a recipient’s other things', {
      person: victim.owner,
      own: victim.ids,
      foreign: { ...unrelatedOwn, communityId: unbound },
    });
    // So that there are proofs to be told.
    await system.gongxiang.sealer.seal();
  });

  afterAll(async () => {
    for (const socket of sockets.values()) await socket.close();
    await system.close();
  });

  const names = [
    'an unrelated tenant',
    'a viewer of an unrelated tenant',
    'a former recipient',
    'a recipient, of what is not shared',
    'an owner, of a recipient’s other things',
  ];
  const strangerCalled = (name: string): Stranger => {
    const stranger = strangers.get(name);
    if (!stranger) throw new Error(`Nobody is ${name}.`);
    return stranger;
  };

  describe('the table of cases', () => {
    it.each(ROOTS)('has a case for every field of the %s type', (root) => {
      expect(Object.keys(CASES[root]).sort()).toEqual([...rootFields(schema, root)].sort());
    });

    it.each(ROOTS)('names every id that a field of the %s type takes', (root) => {
      const marked = idsOfNothing();
      for (const field of Object.values(rootType(schema, root).getFields())) {
        const named = (CASES[root][field.name] ?? []).flatMap(({ variables }) => pathsOf(variables(marked, marked)));
        const taken = field.args.flatMap((arg) => idPaths(arg));
        expect({ field: field.name, missing: taken.filter((path) => !named.includes(path)) }).toEqual({
          field: field.name,
          missing: [],
        });
      }
    });

    it('has a case for every other field that takes ids', () => {
      const roots = ROOTS.map((root) => rootType(schema, root).name);
      const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
        isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type.name)
          ? Object.values(type.getFields())
              .filter(({ args }) => args.some((arg) => idPaths(arg).length > 0))
              .map((field) => `${type.name}.${field.name}`)
          : [],
      );
      expect(Object.keys(NESTED).sort()).toEqual(fields.sort());
    });
  });

  /** What a former recipient saw then it still sees: its own past is no secret to it. */
  const tellsOwnPast = (name: string, field: string, what: string): boolean =>
    name === 'a former recipient' &&
    ['auditTrail', 'accountChanges', 'bindingChanges'].includes(field) &&
    what.includes('appId') &&
    // Nothing was bound while it shared the account.
    !what.includes('of a type') &&
    field !== 'bindingChanges';

  for (const name of names) {
    describe(`asked by ${name}`, () => {
      for (const root of ROOTS) {
        for (const [field, cases] of Object.entries(CASES[root])) {
          for (const one of cases) {
            if (tellsOwnPast(name, field, one.what)) continue;
            it(`${root} ${field}, ${one.what}: the same answer`, () => compare(strangerCalled(name), root, field, one));
          }
        }
      }

      it.each(Object.entries(NESTED))('%s: the same answer', async (_, { document, variables }) => {
        const { person, own, foreign } = strangerCalled(name);
        const ask = async (ids: Ids) => {
          const { status, text } = await post(
            system.url,
            { query: document, variables: variables(ids, own) },
            { token: person.token },
          );
          return { status, text: withoutIds(text, ids) };
        };
        expect(await ask(foreign)).toEqual(await ask(idsOfNothing()));
      });
    });
  }

  it('to its own tenant each query and feed tells more than of ids that do not exist', async () => {
    const owner = { ...strangerCalled('an owner, of a recipient’s other things'), foreign: idsOfOwner };
    for (const root of ['query', 'subscription'] as const) {
      for (const [field, cases] of Object.entries(CASES[root])) {
        for (const one of cases.filter(({ what, isForNoTenant }) => what !== 'no id' && isForNoTenant !== true)) {
          const told = await ask(owner, root, field, one, owner.foreign);
          const ofNothing = await ask(owner, root, field, one, idsOfNothing());
          expect({ field, what: one.what, same: isDeepStrictEqual(told, ofNothing) }).toEqual({
            field,
            what: one.what,
            same: false,
          });
        }
      }
    }
  });

  it.each(Object.entries(NESTED))('to its own tenant %s tells more than of ids that do not exist', async (_, one) => {
    const { person, own } = strangerCalled('an owner, of a recipient’s other things');
    const told = async (ids: Ids): Promise<unknown> => {
      const variables = one.variables(ids, own);
      const { body } = await post(system.url, { query: one.document, variables }, { token: person.token });
      expect(body?.errors).toBeUndefined();
      return body?.data;
    };
    expect(await told(idsOfOwner)).not.toEqual(await told(idsOfNothing()));
  });

  async function compare(stranger: Stranger, root: Root, field: string, one: Case): Promise<void> {
    const { foreign } = stranger;
    const told = await ask(stranger, root, field, one, foreign);
    expect(told).toEqual(await ask(stranger, root, field, one, idsOfNothing()));
    // An account that is there makes no difference to what is not on it.
    expect(told).toEqual(
      await ask(stranger, root, field, one, { ...idsOfNothing(foreign.appId), appId: foreign.appId }),
    );
    expect(JSON.stringify(told)).not.toContain('INTERNAL_SERVER_ERROR');
  }

  async function ask({ person, own }: Stranger, root: Root, field: string, one: Case, ids: Ids): Promise<unknown> {
    const variables = one.variables(ids, own);
    const query = fullOperation(schema, root, field, Object.keys(variables), one.selection);
    const before = await headOf(system);
    if (root === 'subscription') {
      const socket = sockets.get(person) ?? (await openSocket(system.url, person.token));
      sockets.set(person, socket);
      const told = await socket.run(
        { query, variables },
        (message) => field === 'authorizationChanges' || pastIsTold(message),
      );
      return JSON.parse(withoutIds(JSON.stringify(told), ids)) as unknown;
    }
    const { status, headers, text } = await post(system.url, { query, variables }, { token: person.token });
    const after = await headOf(system);
    return {
      status,
      type: headers.get('content-type'),
      answer: JSON.parse(withoutIds(text, ids).replaceAll(after, '<head>')) as unknown,
      wrote: before !== after,
    };
  }

  it('R23: a former recipient sees nothing of what happens to the account after its end', async () => {
    const { person: former, foreign } = strangerCalled('a former recipient');
    const { person: owner } = strangerCalled('an owner, of a recipient’s other things');
    const seen = async (): Promise<unknown> => {
      const feeds = await openSocket(system.url, former.token);
      const trail = await former.query(
        'query ($appId: ID) { auditTrail(filter: { appId: $appId }, first: 100) { nodes { id type summary data } } }',
        { appId: foreign.appId },
      );
      const accounts = await feeds.run(
        {
          query: `subscription ($appId: ID) { accountChanges(after: "0", appId: $appId) {
            __typename ... on AccountChange { kind cursor account { appId } sharing { id status } } ... on FeedCheckpoint { caughtUp }
          } }`,
          variables: { appId: foreign.appId },
        },
        pastIsTold,
      );
      await feeds.close();
      return { trail, accounts };
    };
    const before = await seen();
    expect(JSON.stringify(before)).toContain('SharingEnded');
    await owner.offerPayment(foreign.appId, '1900077777');
    await owner.codes(foreign.appId, 2);
    const [community = ''] = await owner.register('后来的小区');
    await owner.bind(foreign.appId, community);
    await owner.unbind(foreign.appId, community);
    expect(await seen()).toEqual(before);
  });
});

const ID_LIKE = ['labels', 'code', 'commandId', 'correlationId', 'idempotencyKey', 'externalId', 'externalIds'];

/**
 * Where an argument takes ids: `filter.appId`. Lists count as what they hold. What stands in itself, as a menu's buttons
 * do, is looked at once: deeper down it takes the same.
 */
function idPaths(arg: Pick<GraphQLArgument, 'name' | 'type'>, within: readonly GraphQLNamedType[] = []): string[] {
  const type = getNamedType(arg.type);
  if (within.includes(type)) return [];
  if (isInputObjectType(type)) {
    const inner = Object.values(type.getFields()).flatMap((field) => idPaths(field, [...within, type]));
    return inner.map((path) => `${arg.name}.${path}`);
  }
  return type.name === 'ID' || ID_LIKE.includes(arg.name) ? [arg.name] : [];
}

function pathsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [''];
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsOf(inner).map((path) => (path === '' ? name : `${name}.${path}`)),
  );
}
