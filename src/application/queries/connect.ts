import type { Cursor } from '../../event-store/cursor.js';
import type { Collection, Document, Page, PageRequest, Row, Scan } from '../../read-models/port.js';
import type { Asking } from './asking.js';
import { Mistakes } from './mistakes.js';
import { formatPageCursor, listName } from './page-cursor.js';
import { sliceOf, type Slice } from './page-request.js';
import type { Connection, PageArguments, PageInfo, UncountedConnection } from './paging.js';

/** A list: a range of an index, in the index's order or against it. */
export interface List<D extends Document, Node> {
  readonly collection: Collection<D>;
  /** Null: the viewer sees nothing of it, and it is empty. */
  readonly scan: Scan | null;
  readonly order: 'ascending' | 'descending';
  readonly view: (document: D) => Node;
}

/** What can be paged through, whoever keeps it. Keys of rows are texts that sort as the rows do. */
export interface Range<D, Node> {
  /** Told apart by their cursors. */
  readonly name: string;
  readonly order: 'ascending' | 'descending';
  readonly view: (document: D) => Node;
  /** Whether a row can have this key; any text unless told. */
  readonly isKey?: (key: string) => boolean;
  /** @param since position that the whole answer holds for */
  page(request: PageRequest, since: Cursor): Promise<Page<D>>;
}

export interface CountedRange<D, Node> extends Range<D, Node> {
  count(): Promise<number>;
}

/** A page of a list over the read models. @throws BadUserInputError as `connectRange` does */
export async function connect<D extends Document, Node>(
  { readModels, reads, moment }: Pick<Asking, 'readModels' | 'reads' | 'moment'>,
  { collection, scan, order, view }: List<D, Node>,
  page: PageArguments,
  mistakes: Mistakes = new Mistakes(),
): Promise<Connection<Node>> {
  const name = listName(collection, scan ?? { index: '', prefix: [] }, moment);
  if (scan === null) {
    sliceOf({ name }, page, mistakes);
    mistakes.throwAny();
    return nothing(await reads.asOf());
  }
  const range: CountedRange<D, Node> = {
    name,
    order,
    view,
    page: (request) => readModels.page(collection, scan, request),
    count: () => readModels.count(collection, scan),
  };
  return connectRange(reads, range, page, mistakes);
}

/** The same page with other nodes. */
export function withNodes<Node, Other>(page: Connection<Node>, other: (node: Node) => Other): Connection<Other> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: other(node) }));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}

/** A page of what can be counted. @throws BadUserInputError as `connectUncounted` does */
export async function connectRange<D, Node>(
  reads: Asking['reads'],
  range: CountedRange<D, Node>,
  page: PageArguments,
  mistakes: Mistakes,
): Promise<Connection<Node>> {
  return { ...(await connectUncounted(reads, range, page, mistakes)), totalCount: () => range.count() };
}

/**
 * The one implementation of paging (Relay connections by key): `first`/`after` from the start, `last`/`before` from the
 * end, no offsets, so that a page does not shift when rows come or go in front of it.
 *
 * @throws BadUserInputError naming the mistakes collected so far and those of the page
 */
export async function connectUncounted<D, Node>(
  reads: Asking['reads'],
  range: Range<D, Node>,
  page: PageArguments,
  mistakes: Mistakes,
): Promise<UncountedConnection<Node>> {
  const { name, view } = range;
  const slice = sliceOf(range, page, mistakes);
  mistakes.throwAny();
  // Taken before reading: a feed from here on tells all that this page does not show.
  const since = await reads.asOf();

  const reader = new RangeReader(range.order, (request) => range.page(request, since));
  const { rows, more } = await reader.cut(slice);
  const edges = rows.map((row) => ({ cursor: formatPageCursor(name, row.key), node: view(row.document) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: pageInfo(reader, slice, rows, more, edges),
    asOf: since,
  };
}

const nothing = (asOf: Cursor): Connection<never> => ({
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: () => Promise.resolve(0),
  asOf,
});

function pageInfo<D>(
  reader: RangeReader<D>,
  slice: Slice,
  rows: readonly Row<D>[],
  more: boolean,
  edges: readonly { readonly cursor: string }[],
): PageInfo {
  const before = () => reader.existsBeyond('start', rows[0]?.key ?? null, slice);
  const behind = () => reader.existsBeyond('end', rows.at(-1)?.key ?? null, slice);
  return {
    hasNextPage: slice.from === 'start' && slice.before === null ? more : behind,
    hasPreviousPage: slice.from === 'end' && slice.after === null ? more : before,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}

/** Reads a range in the list's own order, which may run against the index. */
class RangeReader<D> {
  constructor(
    private readonly order: PageRequest['order'],
    private readonly read: (request: PageRequest) => Promise<Page<D>>,
  ) {}

  async cut({ from, size, after, before }: Slice): Promise<{ rows: readonly Row<D>[]; more: boolean }> {
    const page = await this.#page(from, size, after, before);
    return { rows: from === 'start' ? page.rows : page.rows.toReversed(), more: page.more };
  }

  /**
   * Whether the list has a row on that side of the page's outermost one. An empty page lies next to the cursor that
   * delimits it there, whose own row counts.
   */
  async existsBeyond(side: 'start' | 'end', outermost: string | null, slice: Slice): Promise<boolean> {
    if (outermost !== null) {
      const [after, before] = side === 'start' ? [null, outermost] : [outermost, null];
      return (await this.#page(side, 1, after, before)).rows.length > 0;
    }
    const limit = side === 'start' ? slice.after : slice.before;
    if (limit === null) return false;
    const [outer] = (await this.#page(side, 1, null, null)).rows;
    if (outer === undefined) return false;
    if (outer.key === limit) return true;
    const [after, before] = side === 'start' ? [null, limit] : [limit, null];
    return (await this.#page(side, 1, after, before)).rows.length > 0;
  }

  #page(from: 'start' | 'end', limit: number, after: string | null, before: string | null) {
    const along = this.order === 'ascending';
    const [lower, upper] = along ? [after, before] : [before, after];
    const request: PageRequest = {
      limit,
      order: (from === 'start') === along ? 'ascending' : 'descending',
      ...(lower === null ? {} : { after: lower }),
      ...(upper === null ? {} : { before: upper }),
    };
    return this.read(request);
  }
}
