import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PostingsDocument, TimesDocument } from '../../../projections/documents.js';
import { listId, placeAt, timesId } from '../../../projections/search/blocks.js';
import { addressOf, BLOCK_SIZE, placesIn, type Address } from '../../../projections/search/postings.js';
import { search } from '../../../projections/search/projection.js';
import { SPAN_SIZE, spansWithin } from '../../../projections/search/times.js';
import type { ReadModels } from '../../read-models/port.js';
import type { TrailCondition } from './trail-condition.js';

/** Slots of the log, both inclusive; none where `first` is behind `last`. */
export interface Slots {
  readonly first: number;
  readonly last: number;
}

/** Most blocks that are looked at between two turns of the event loop, so that others' requests go on. */
const MOST_BLOCKS = 16;

/** Slot of the first event at a slot or beyond it, in the order asked for; null where there is none. */
export type NearestEvent = (slot: number) => Promise<number | null>;

/** What the blocks that were looked at next hold. */
export interface Found {
  /** In the order asked for. */
  readonly slots: readonly number[];
  /** Slot up to which, in that order, nothing else can fit. */
  readonly through: number;
}

/** Of one block: the places that can fit so far, ascending; null: all of them. */
interface Rest {
  readonly block: number;
  readonly places: readonly number[] | null;
}

/**
 * Where events can be that fit: nothing that fits is left out, and little else is in it. Where positions are offsets in a
 * log that others write too, many blocks may hold none of our events: what lies between two events is passed over at once.
 */
export async function* candidates(
  readModels: Pick<ReadModels, 'getMany'>,
  { clauses, from, until }: TrailCondition,
  { first, last }: Slots,
  order: 'ascending' | 'descending',
  nearest: NearestEvent,
): AsyncGenerator<Found, void> {
  if (first > last || clauses.some((terms) => terms.length === 0)) return;
  const ahead = order === 'ascending';
  const isWithin = (slot: number): boolean => slot >= first && slot <= last;
  let next = ahead ? first : last;
  for (let size = 1; isWithin(next); size = Math.min(2 * size, MOST_BLOCKS)) {
    if (size > 1) await nextTurn();
    const event = await nearest(next);
    if (event === null || !isWithin(event)) {
      yield { slots: [], through: ahead ? last : first };
      return;
    }
    const [begin, bound] = [placeAt(event).block, placeAt(ahead ? last : first).block];
    const count = Math.min(size, Math.abs(bound - begin) + 1);
    const blocks = Array.from({ length: count }, (_, n) => (ahead ? begin + n : begin - n));
    let rests = await withinPeriod(readModels, blocks, from, until);
    for (const terms of clauses) rests = await withTerms(readModels, rests, terms.map(addressOf));
    const slots = rests.flatMap((rest) => {
      const ofBlock = slotsOf(rest).filter(isWithin);
      return ahead ? ofBlock : ofBlock.reverse();
    });
    const end = blocks.at(-1) ?? begin;
    const through = ahead ? Math.min(last, (end + 1) * BLOCK_SIZE - 1) : Math.max(first, end * BLOCK_SIZE);
    yield { slots, through };
    next = ahead ? through + 1 : through - 1;
  }
}

function slotsOf({ block, places }: Rest): number[] {
  const begin = block * BLOCK_SIZE;
  return places?.map((place) => begin + place) ?? Array.from({ length: BLOCK_SIZE }, (_, place) => begin + place);
}

async function withinPeriod(
  readModels: Pick<ReadModels, 'getMany'>,
  blocks: readonly number[],
  from: string | null,
  until: string | null,
): Promise<readonly Rest[]> {
  if (from === null && until === null) return blocks.map((block) => ({ block, places: null }));
  const times = await readModels.getMany(search, blocks.map(timesId));
  return blocks.flatMap((block, n) => {
    const document = times[n] as TimesDocument | null | undefined;
    const spans = document ? spansWithin(document, from, until) : [];
    const places = spans.flatMap((span) => Array.from({ length: SPAN_SIZE }, (_, place) => span * SPAN_SIZE + place));
    return places.length === 0 ? [] : [{ block, places }];
  });
}

/** Of these the ones that can have one of the terms. Lists of blocks that have nothing left are not read. */
async function withTerms(
  readModels: Pick<ReadModels, 'getMany'>,
  rests: readonly Rest[],
  terms: readonly Address[],
): Promise<readonly Rest[]> {
  const lists = [...new Set(terms.map(({ list }) => list))];
  const ids = rests.flatMap(({ block }) => lists.map((list) => listId(block, list)));
  if (ids.length === 0) return [];
  const documents = (await readModels.getMany(search, ids)) as readonly (PostingsDocument | null)[];
  return rests.flatMap(({ block, places }, n) => {
    const named = terms.map((address) => {
      const document = documents[n * lists.length + lists.indexOf(address.list)];
      return document ? placesIn(document.postings, address) : [];
    });
    const left = places === null ? united(named) : common(places, united(named));
    return left.length === 0 ? [] : [{ block, places: left }];
  });
}

function united(lists: readonly (readonly number[])[]): readonly number[] {
  const [only = [], ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? only : [...new Set([...only, ...others.flat()])].sort((a, b) => a - b);
}

/** What stands in both, each of which ascends. */
function common(some: readonly number[], others: readonly number[]): readonly number[] {
  const both: number[] = [];
  let at = 0;
  for (const place of some) {
    while ((others[at] ?? Infinity) < place) at += 1;
    if (others[at] === place) both.push(place);
  }
  return both;
}
