import { officerOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { pastOf } from '../feeds/documents.js';
import { TABLE, type Sight } from './sight-table.js';
import { TENANTS, tellStory, type Cast, type Told } from './sight-story.js';

/** How each event of a row is told: its name in the story, and to whom. */
type Views = Readonly<Record<string, readonly string[]>>;

describe('R27: who may see an event is fixed at its moment', () => {
  let system: TestSystem;
  let cast: Cast;
  let auditor: Party;
  let service: Party;
  let told: readonly Told[];
  beforeAll(async () => {
    system = await startTestSystem();
    ({ cast, told } = await tellStory(system));
    auditor = await officerOf(system, 'AUDITOR');
    service = await officerOf(system, 'SERVICE');
  });
  afterAll(() => system.close());

  const rows = Object.entries(TABLE);
  const sights: Readonly<Record<string, Sight>> = Object.assign({}, ...Object.values(TABLE)) as Record<string, Sight>;
  const tenants = (): (readonly [string, Party])[] => TENANTS.map((tenant) => [tenant, cast[tenant]]);

  /** For every event of a row: who is told of it by whatever `seen` asks. */
  async function views(
    row: Readonly<Record<string, Sight>>,
    askers: readonly (readonly [string, Party])[],
    seen: (asker: Party) => Promise<(event: Told['event']) => boolean | Promise<boolean>>,
  ): Promise<Views> {
    const asked = await Promise.all(askers.map(async ([name, asker]) => [name, await seen(asker)] as const));
    const found: Record<string, string[]> = {};
    for (const { name, event } of told.filter((each) => each.name in row)) {
      const sees = await Promise.all(asked.map(async ([asker, has]) => ((await has(event)) ? [asker] : [])));
      found[`${name} at ${event.cursor}`] = sees.flat();
    }
    return found;
  }

  /** The same, as the table wants it. */
  function wanted(
    row: Readonly<Record<string, Sight>>,
    seers: (sight: Sight, event: Told['event']) => string[],
  ): Views {
    const events = told.filter(({ name }) => name in row);
    return Object.fromEntries(
      events.map(({ name, event }) => [`${name} at ${event.cursor}`, seers(row[name] ?? { seenBy: [] }, event)]),
    );
  }

  const inOrder = (of: readonly string[]): string[] => TENANTS.filter((tenant) => of.includes(tenant));

  test('the story has every event that the table tells of, and no other', () => {
    expect([...new Set(told.map(({ name }) => name))].sort()).toEqual(Object.keys(sights).sort());
  });

  describe.each(rows)('%s', (_, row) => {
    test('in the trail, asked for', async () => {
      const found = await views(row, [...tenants(), ['auditor', auditor]], async (asker) => {
        const ids = new Set(await trailOf(asker));
        return ({ id }) => ids.has(id);
      });
      expect(found).toEqual(wanted(row, ({ seenBy }) => [...inOrder(seenBy), 'auditor']));
    });

    test('one by one, asked for by id', async () => {
      const found = await views(row, [...tenants(), ['auditor', auditor]], (asker) =>
        Promise.resolve(async ({ id }) => {
          const { auditEvent } = await asker.query<{ auditEvent: { id: string } | null }>(
            'query ($id: ID!) { auditEvent(id: $id) { id } }',
            { id },
          );
          return auditEvent?.id === id;
        }),
      );
      expect(found).toEqual(wanted(row, ({ seenBy }) => [...inOrder(seenBy), 'auditor']));
    });

    test('in the trail, followed', async () => {
      const found = await views(row, [...tenants(), ['auditor', auditor]], async (asker) => {
        const ids = new Set((await pastOf(system, asker, 'auditTrail')).map(({ id }) => id));
        return ({ id }) => ids.has(id);
      });
      expect(found).toEqual(wanted(row, ({ seenBy }) => [...inOrder(seenBy), 'auditor']));
    });

    test.each(['bindingChanges', 'accountChanges'] as const)('in the feed %s', async (feed) => {
      const found = await views(row, [...tenants(), ['service', service]], async (asker) => {
        const cursors = new Set((await pastOf(system, asker, feed)).map(({ cursor }) => cursor));
        return ({ cursor }) => cursors.has(cursor);
      });
      expect(found).toEqual(
        wanted(row, ({ seenBy, services, feeds = [] }, event) =>
          feeds.includes(feed) && isLastOfCommand(event) ? [...inOrder(seenBy), ...(services ? ['service'] : [])] : [],
        ),
      );
    });
  });

  test('services are not given the trail', async () => {
    await expect(trailOf(service)).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
  });

  test('across tenants an actor is shown as the tenant, never the person', async () => {
    const bound = told.find(({ name }) => name === 'binds it: CommunityBound')?.event.id;
    const actorFor = async (asker: Party): Promise<unknown> => {
      const { auditEvent } = await asker.query<{ auditEvent: { actor: unknown } }>(
        'query ($id: ID!) { auditEvent(id: $id) { actor { id subject name tenant { id } kind } stream revision } }',
        { id: bound },
      );
      return auditEvent;
    };
    const { recipient, owner } = cast;

    const tenant = { id: recipient.tenant };
    const shown = { subject: recipient.subject, name: recipient.name, tenant, kind: 'PERSON' };
    expect(await actorFor(recipient)).toMatchObject({ actor: shown, stream: null, revision: null });
    expect(await actorFor(owner)).toEqual({
      actor: { id: null, subject: null, name: null, tenant, kind: 'PERSON' },
      stream: null,
      revision: null,
    });
    expect(await actorFor(auditor)).toMatchObject({ actor: shown, stream: `tenant-${recipient.tenant}` });
  });

  async function trailOf(asker: Party): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: { auditTrail: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await asker.query(
          `query ($after: String) { auditTrail(first: 100, after: $after) {
            nodes { id } pageInfo { hasNextPage endCursor }
          } }`,
          { after },
        );
      ids.push(...page.auditTrail.nodes.map(({ id }) => id));
      ({ endCursor: after, hasNextPage: more } = page.auditTrail.pageInfo);
    }
    return ids;
  }

  /** Of a batch of share codes, the feed tells the last one for all. */
  const isLastOfCommand = ({ data }: Told['event']): boolean => {
    const batch = data['batch'] as { readonly index: number; readonly size: number } | undefined;
    return batch === undefined || batch.index === batch.size - 1;
  };
});
