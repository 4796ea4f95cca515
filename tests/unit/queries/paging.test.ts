import fc from 'fast-check';
import { connect, type List } from '../../../src/application/queries/connect.js';
import type { Connection, PageArguments } from '../../../src/application/queries/paging.js';
import type { Reads } from '../../../src/application/queries/reads.js';
import { BadUserInputError } from '../../../src/application/bad-user-input.js';
import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import type { Collection, Scan } from '../../../src/read-models/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { auditor, openQueryWorld } from './query-world.js';

type Thing = Readonly<{ id: string; name: string; even: boolean }>;

const things: Collection<Thing> = {
  name: 'things',
  version: 1,
  indexes: { byName: ({ name }) => [['all', name]] },
};

const byId = (count: number): Thing[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `t${String(index).padStart(3, '0')}`,
    // Names repeat, so that ties are broken by id.
    name: `n${String(Math.floor(index / 3)).padStart(3, '0')}`,
    even: index % 2 === 0,
  }));

const flag = async (value: boolean | (() => Promise<boolean>)): Promise<boolean> =>
  typeof value === 'boolean' ? value : value();

interface Variant {
  readonly order: 'ascending' | 'descending';
  readonly evenOnly: boolean;
}

/** The list as it ought to be, and a way to ask for its pages. */
async function openList(count: number, { order, evenOnly }: Variant) {
  const folder = temporaryFolder();
  const writer = await openEmbeddedReadModels(folder.path, { readonly: false, log: () => undefined });
  await writer.prepare(things);
  const all = byId(count);
  await writer.apply({
    changes: all.map((document) => ({ collection: things, id: document.id, document })),
    moves: [],
  });
  const scan: Scan = { index: 'byName', prefix: ['all'], where: evenOnly ? [{ field: 'even', is: true }] : [] };
  const list: List<Thing, string> = { collection: things, scan, order, view: ({ id }) => id };
  const reads = { asOf: () => Promise.resolve('cursor') } as unknown as Reads;
  const kept = all.filter(({ even }) => even || !evenOnly).map(({ id }) => id);
  return {
    expected: order === 'ascending' ? kept : kept.toReversed(),
    page: (page: PageArguments): Promise<Connection<string>> => connect({ readModels: writer, reads }, list, page),
    close: async () => {
      await writer.close();
      folder.remove();
    },
  };
}

const variant = fc.record({
  order: fc.constantFrom('ascending' as const, 'descending' as const),
  evenOnly: fc.boolean(),
});

describe('paging, as every connection does it', () => {
  it('walks the whole list once, in order, from either end, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        variant,
        async (count, size, back, v) => {
          const { expected, page, close } = await openList(count, v);
          try {
            const pages: (readonly string[])[] = [];
            let cursor: string | null = null;
            for (;;) {
              const asked: PageArguments = back ? { last: size, before: cursor } : { first: size, after: cursor };
              const { nodes, edges, pageInfo, totalCount } = await page(asked);
              pages.push(nodes);
              const seen = pages.reduce((sum, { length }) => sum + length, 0);
              const ahead = seen < expected.length;
              const behind = seen > nodes.length;
              expect(await flag(pageInfo.hasNextPage)).toBe(back ? behind : ahead);
              expect(await flag(pageInfo.hasPreviousPage)).toBe(back ? ahead : behind);
              expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
              expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
              expect(await totalCount()).toBe(expected.length);
              if (!ahead) break;
              cursor = back ? pageInfo.startCursor : pageInfo.endCursor;
            }
            expect((back ? pages.toReversed() : pages).flat()).toEqual(expected);
          } finally {
            await close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cuts between any two cursors, from either end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(29),
        fc.nat(29),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        variant,
        async (count, a, b, size, back, v) => {
          const { expected, page, close } = await openList(count, v);
          try {
            const { edges } = await page({ first: 100 });
            const [lower, upper] = [a % edges.length, b % edges.length];
            const range = expected.slice(lower + 1, Math.max(upper, lower + 1));
            const limits = { after: edges[lower]?.cursor ?? null, before: edges[upper]?.cursor ?? null };
            const { nodes } = await page(back ? { last: size, ...limits } : { first: size, ...limits });
            expect(nodes).toEqual(back ? range.slice(-size) : range.slice(0, size));
          } finally {
            await close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('says beyond an end that the list goes on towards the other one', async () => {
    const { page, expected, close } = await openList(3, { order: 'ascending', evenOnly: false });
    const all = await page({});
    const behind = await page({ first: 5, after: all.pageInfo.endCursor });
    expect(behind.nodes).toEqual([]);
    expect(await flag(behind.pageInfo.hasPreviousPage)).toBe(true);
    expect(await flag(behind.pageInfo.hasNextPage)).toBe(false);
    const before = await page({ last: 1, before: all.edges[1]?.cursor ?? null });
    expect(before.nodes).toEqual(expected.slice(0, 1));
    expect(await flag(before.pageInfo.hasNextPage)).toBe(true);
    await close();
  });

  it('takes 20 entries unless told otherwise', async () => {
    const { page, close } = await openList(30, { order: 'ascending', evenOnly: false });
    expect((await page({})).nodes).toHaveLength(20);
    await close();
  });
});

describe('mistakes in a page', () => {
  const refused = async (page: PageArguments): Promise<BadUserInputError> => {
    const world = await openQueryWorld();
    try {
      return await world.queries.accounts(auditor, {}, page).then(
        () => {
          throw new Error('It was accepted.');
        },
        (error: unknown) => {
          if (error instanceof BadUserInputError) return error;
          throw error;
        },
      );
    } finally {
      await world.close();
    }
  };

  it.each([
    [{ first: 0 }, /first must be 1 to 100; it is 0/, /first 应为 1 至 100/],
    [{ first: 101 }, /first must be 1 to 100; it is 101/, /first/],
    [{ last: -1 }, /last must be 1 to 100/, /last/],
    [{ first: 1, last: 1 }, /not both/, /只能填一个/],
    [{ after: 'nonsense' }, /after is no page cursor/, /不是分页游标/],
    [{ before: '0' }, /before is the cursor of a feed/, /before 是订阅/],
    [{ after: `01${'a'.repeat(40)}` }, /after is the cursor of a feed/, /after 是订阅/],
  ])('%j is refused with what is allowed', async (page, en, zh) => {
    const { messages } = await refused(page);
    expect(messages.en).toMatch(en);
    expect(messages.zh).toMatch(zh);
  });

  it('are told all at once', async () => {
    const { messages } = await refused({ first: 0, last: 200, after: 'x', before: 'y' });
    expect(messages.en).toMatch(/first must.*last must.*not both.*after is no.*before is no/);
  });

  it('include a cursor of another list', async () => {
    const ascending = await openList(3, { order: 'ascending', evenOnly: false });
    const { pageInfo } = await ascending.page({});
    await ascending.close();
    expect((await refused({ after: pageInfo.endCursor })).messages.en).toMatch(/comes from another list/);
  });
});
