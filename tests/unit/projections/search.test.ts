import fc from 'fast-check';
import { addressOf, BLOCK_SIZE, LISTS, placesIn, posting } from '../../../projections/search/postings.js';
import { search } from '../../../projections/search/projection.js';
import { term } from '../../../projections/search/terms.js';
import { spansWithin, withTime } from '../../../projections/search/times.js';
import { happen } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';

const places = fc.uniqueArray(fc.nat(BLOCK_SIZE - 1), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b));

describe('lists of postings', () => {
  it('tell where a term is, whatever else they hold', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string(), places), { selector: ([value]) => value, maxLength: 8 }),
        (terms) => {
          const all = terms.flatMap(([value, at]) =>
            at.map((place) => ({ address: addressOf(term('type', value)), place })),
          );
          all.sort((a, b) => a.place - b.place);
          const list = all.map(({ address, place }) => posting(address, place)).join('');
          for (const [value, at] of terms) expect(placesIn(list, addressOf(term('type', value)))).toEqual(at);
        },
      ),
    );
  });

  it('keep terms where they were stored by earlier versions of this software', () => {
    expect(addressOf(term('type', 'CommunityBound'))).toEqual({ list: 56, mark: '62S1' });
    expect(posting(addressOf(term('account', 'wx0123456789abcdef')), 4_095)).toBe('TBw5__');
  });

  it('share the terms of a log about evenly', () => {
    const sizes = new Map<number, number>();
    for (let n = 0; n < 64 * 100; n += 1) {
      const { list } = addressOf(term('community', `c-${n.toString(16)}`));
      sizes.set(list, (sizes.get(list) ?? 0) + 1);
    }
    expect(sizes.size).toBe(LISTS);
    expect(Math.max(...sizes.values())).toBeLessThan(160);
  });
});

describe('times of a block', () => {
  it('leave out spans that lie before or behind, and none that holds a time within, in whatever order times come', () => {
    const time = fc.nat(999).map((milliseconds) => new Date(milliseconds).toISOString());
    const open = fc.option(time);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(BLOCK_SIZE - 1), time), { minLength: 1 }),
        open,
        open,
        (events, from, until) => {
          const document = events.reduce(
            (times: ReturnType<typeof withTime> | null, [place, at]) => withTime(times, place, at),
            null,
          );
          if (document === null) throw new Error('There is an event.');
          const found = spansWithin(document, from, until);
          for (const [place, at] of events) {
            const within = (from === null || at >= from) && (until === null || at < until);
            if (within) expect(found).toContain(Math.floor(place / 64));
          }
        },
      ),
    );
    const late = withTime(null, 70, '2026-01-01T00:00:00.000Z');
    expect(spansWithin(late, '2026-01-01T00:00:00.000Z', null)).toEqual([1]);
    expect(spansWithin(late, null, '2026-01-01T00:00:00.000Z')).toEqual([]);
    expect(spansWithin(late, '2026-01-01T00:00:00.001Z', null)).toEqual([]);
  });
});

describe('the search of the trail', () => {
  it('R27: names an event for each of those who see it at its moment, and for nobody else', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'SharingStarted');
    happen(log, 'AccountDeauthorized');
    happen(log, 'SharingEnded');
    happen(log, 'AccountResumed', { grant: 2 });
    const documents = projected(search, log.events);
    const seenBy = (tenant: string): number[] => {
      const address = addressOf(term('seenBy', tenant));
      const list = documents.get(`0000000000/${address.list}`);
      return list?.kind === 'postings' ? placesIn(list.postings, address) : [];
    };
    expect(seenBy('o1')).toEqual([1, 2, 3, 4, 5]);
    expect(seenBy('r1')).toEqual([2, 3, 4]);
    expect(seenBy('x1')).toEqual([]);
  });

  it('keeps its own account of who shares what', () => {
    const log = new MemoryLog();
    happen(log, 'AccountAuthorized');
    happen(log, 'SharingStarted');
    expect(projected(search, log.events).get('sight/wx1')).toMatchObject({ owner: 'o1', recipients: ['r1'] });
  });
});
