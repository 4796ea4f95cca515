import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { pagingScene, type List } from './paging-scene.js';

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount?: number;
}
type Node = { readonly key: string } | { readonly community: { readonly key: string } };

/** What it takes to walk a list. */
type Walked = Pick<List, 'who' | 'query' | 'at'>;

const keyOf = (node: Node): string => ('key' in node ? node.key : node.community.key);
const keysOf = ({ nodes }: Connection): string[] => nodes.map(keyOf);

const LISTS = [
  'accounts',
  'communities',
  'bindings',
  'a recipient’s bindings',
  'sharings',
  'shareCodes',
  'auditTrail, oldest first',
  'auditTrail, newest first',
];
const SIZES = [1, 2, 3, 4, 5, 6, 7];
/** All lists are cut by the same code: one of them tries every size. */
const FEW_SIZES = [2, 7];

async function page({ who, query, at }: Walked, args: string): Promise<Connection> {
  const data = await who.query<Record<string, unknown>>(query.replace('ARGS', args));
  return at.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], data) as Connection;
}

/** Pages from one end to the other; in the list's own order each. */
async function walk(list: Walked, size: number, from: 'start' | 'end', filter = '', between?: () => Promise<void>) {
  const pages: Connection[] = [];
  let cursor: string | null = null;
  for (;;) {
    const [count, beyond] = from === 'start' ? ['first', 'after'] : ['last', 'before'];
    const next: Connection = await page(
      list,
      `${filter} ${count}: ${size} ${cursor === null ? '' : `${beyond}: "${cursor}"`}`,
    );
    pages.push(next);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = next.pageInfo;
    if (!(from === 'start' ? hasNextPage : hasPreviousPage)) return from === 'start' ? pages : pages.reverse();
    cursor = from === 'start' ? endCursor : startCursor;
    await between?.();
  }
}

describe('every connection', () => {
  let system: TestSystem;
  let lists: Readonly<Record<string, List>>;
  beforeAll(async () => {
    system = await startTestSystem();
    lists = await pagingScene(system);
  });
  afterAll(() => system.close());

  const listCalled = (name: string): List => {
    const list = lists[name];
    if (!list) throw new Error(`There is no list ${name}.`);
    return list;
  };

  it('has a list here', () => {
    expect(Object.keys(lists).sort()).toEqual([...LISTS].sort());
    for (const { keys } of Object.values(lists)) expect(keys.length).toBeGreaterThan(25);
  });

  describe.each(LISTS)('%s', (name) => {
    it.each(['start', 'end'] as const)(
      'walked from the %s in pages of up to 7 gives each node once, in order',
      async (from) => {
        const list = listCalled(name);
        for (const size of name === 'communities' ? SIZES : FEW_SIZES) {
          const pages = await walk(list, size, from);
          expect(pages.flatMap(keysOf)).toEqual(list.keys);
          pages.forEach((each, index) => {
            expect(each.edges.map(({ node }) => keyOf(node))).toEqual(keysOf(each));
            expect(each.pageInfo).toEqual({
              hasPreviousPage: index > 0,
              hasNextPage: index < pages.length - 1,
              startCursor: each.edges[0]?.cursor,
              endCursor: each.edges.at(-1)?.cursor,
            });
            if (list.hasTotal) expect(each.totalCount).toBe(list.keys.length);
          });
          expect(pages.slice(1, -1).every(({ nodes }) => nodes.length === size)).toBe(true);
          const cursors = pages.flatMap(({ edges }) => edges.map(({ cursor }) => cursor));
          expect(new Set(cursors).size).toBe(list.keys.length);
        }
      },
    );

    it('gives 20 nodes unless told, and up to 100', async () => {
      const list = listCalled(name);
      expect(keysOf(await page(list, 'after: null'))).toEqual(list.keys.slice(0, 20));
      expect(keysOf(await page(list, 'first: 100'))).toEqual(list.keys.slice(0, 100));
      expect(keysOf(await page(list, 'last: 100'))).toEqual(list.keys.slice(-100));
    });

    it('gives what is between two cursors', async () => {
      const list = listCalled(name);
      const cursors = (await page(list, 'first: 10')).edges.map(({ cursor }) => cursor);
      const between = `after: "${cursors[2] ?? ''}", before: "${cursors[8] ?? ''}"`;
      expect(keysOf(await page(list, `${between}, first: 100`))).toEqual(list.keys.slice(3, 8));
      expect(keysOf(await page(list, `${between}, first: 2`))).toEqual(list.keys.slice(3, 5));
      expect(keysOf(await page(list, `${between}, last: 2`))).toEqual(list.keys.slice(6, 8));
      const nothing = await page(list, `after: "${cursors[3] ?? ''}", before: "${cursors[4] ?? ''}"`);
      expect(nothing.edges).toEqual([]);
      expect(nothing.pageInfo).toEqual({
        hasNextPage: true,
        hasPreviousPage: true,
        startCursor: null,
        endCursor: null,
      });
    });

    it('gives the same cursors whichever way it is asked', async () => {
      const list = listCalled(name);
      const forward = (await page(list, 'first: 100')).edges.map(({ cursor }) => cursor);
      const backward = (await walk(list, 7, 'end')).flatMap(({ edges }) => edges.map(({ cursor }) => cursor));
      expect(forward).toEqual(backward.slice(0, 100));
    });

    it('with its filters combined pages what they leave', async () => {
      const list = listCalled(name);
      for (const { args, keys } of list.filters) {
        for (const from of ['start', 'end'] as const) {
          const pages = await walk(list, 4, from, args);
          expect([args, pages.flatMap(keysOf)]).toEqual([args, [...keys]]);
          if (list.hasTotal) expect(pages[0]?.totalCount).toBe(keys.length);
        }
      }
    });
  });
});

describe('a connection while others write', () => {
  let system: TestSystem;
  let owner: Party;
  let ids: string[];
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());
  beforeEach(async () => {
    owner = await partyOf(system);
    ids = await owner.register(...Array.from({ length: 26 }, (_, index) => `小区 ${index}`));
  });

  const list = (name: string, args = ''): Walked => ({
    who: owner,
    at: [name],
    query: `{ ${name}(${args} ARGS) {
      edges { cursor node { key: id } } nodes { key: id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`,
  });

  it.each(['start', 'end'] as const)('communities that stay are seen once each, from the %s', async (from) => {
    const going = [ids[4], ids[5], ids[12], ids[20]].map((id) => id ?? '');
    const stranger = await partyOf(system);
    let round = 0;
    const between = async (): Promise<void> => {
      // The row of a cursor, one in front and one behind it go; others come, of other tenants too.
      const communityId = going[round++];
      if (communityId !== undefined) await owner.do('removeCommunity', { communityId });
      await owner.register(`新 ${round}`);
      await stranger.register(`外 ${round}`);
    };
    const seen = (await walk(list('communities'), 5, from, '', between)).flatMap(keysOf);
    const staying = ids.filter((id) => !going.includes(id));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => staying.includes(id))).toEqual(staying);
  });

  it('the trail, newest first, gives what there was when it was first asked, once each', async () => {
    const trail = list('auditTrail');
    const before = keysOf(await page(trail, 'first: 100'));
    const between = async (): Promise<void> => {
      await owner.register('新');
    };
    expect((await walk(trail, 3, 'start', '', between)).flatMap(keysOf)).toEqual(before);
  });

  it('the trail, oldest first, goes on to what came meanwhile', async () => {
    const trail = list('auditTrail', 'order: OLDEST_FIRST, filter: { types: ["CommunityRegistered"] }');
    let more = 5;
    const between = async (): Promise<void> => {
      if (more-- > 0) await owner.register('新');
    };
    const seen = (await walk(trail, 4, 'start', '', between)).flatMap(keysOf);
    expect(seen).toHaveLength(ids.length + 5);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
