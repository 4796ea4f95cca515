import fc from 'fast-check';
import type { Condition, KeyPart, Row, Scan } from '../../../src/read-models/port.js';
import { at, flat, flats, put, step, type Flat } from './flats.js';
import { openedForEach } from './opened.js';
import { cut, scanned, type Entry } from './paging-model.js';
import type { OpenReadModels } from './suite.js';

/** Few different texts, among them those whose order or encoding is easily got wrong. */
const text = fc.constantFrom('', 'a', 'A', 'ab', 'b', 'É', 'é', '\u0001', '\u0002x', '\uffff', '😀', '10', '9');
const someText = fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 3 }));

const facts = fc.record({
  floor: someText,
  tags: fc.array(text, { maxLength: 3 }),
  let: fc.boolean(),
  size: fc.option(fc.integer({ min: 0, max: 3 })),
  tenant: fc.record({ name: fc.option(someText) }),
});

const house: fc.Arbitrary<Flat[]> = fc
  .uniqueArray(fc.tuple(fc.oneof(fc.string({ minLength: 1, maxLength: 3 }), fc.uuid()), facts), {
    selector: ([id]) => id,
    maxLength: 25,
  })
  .map((entries) => entries.map(([id, more]) => flat(id, more)));

const value = fc.oneof(someText, fc.integer({ min: 0, max: 3 }));
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('floor', 'size', 'let', 'tenant.name', 'none'),
    is: fc.oneof(value, fc.boolean(), fc.constant(null)),
  }),
  fc.record({
    field: fc.constantFrom('floor', 'size', 'let', 'tenant.name', 'none.deep'),
    in: fc.array(value, { maxLength: 4 }),
  }),
  fc.record({ field: fc.constantFrom('floor', 'size', 'tenant.name'), notIn: fc.array(value, { maxLength: 4 }) }),
  fc.record({ field: fc.constantFrom('floor', 'size', 'tenant.name'), contains: someText }),
  fc.record({ field: fc.constantFrom('tags', 'floor', 'size', 'tenant', 'none'), includes: someText }),
  fc.record({ field: fc.constantFrom('floor', 'size', 'tenant.name'), below: someText }),
  fc.record({ field: fc.constantFrom('floor', 'tenant.name'), atLeast: someText }),
  fc.record({ field: fc.constantFrom('size', 'tenant', 'tenant.name', 'none'), exists: fc.boolean() }),
);

const part: fc.Arbitrary<KeyPart> = someText;
const scan: fc.Arbitrary<Scan> = fc
  .oneof(
    fc.record({
      index: fc.constant('byFloor'),
      prefix: fc.array(part, { maxLength: 1 }),
      above: fc.array(part, { maxLength: 1 }),
      below: fc.array(part, { maxLength: 1 }),
    }),
    fc.record({
      index: fc.constant('byTag'),
      prefix: fc.array(part, { maxLength: 2 }),
      above: fc.array(part, { maxLength: 2 }),
      below: fc.array(part, { maxLength: 2 }),
    }),
    fc.record({ index: fc.constant('byLet'), prefix: fc.array(fc.boolean(), { maxLength: 1 }) }),
  )
  .chain((range) => fc.array(condition, { maxLength: 2 }).map((where) => ({ ...range, where })));

const order = fc.constantFrom('ascending' as const, 'descending' as const);

const ids = (rows: readonly Row<Flat>[] | readonly Entry[]): string[] =>
  rows.map((row) => ('flat' in row ? row.flat.id : row.id));

export function pagingContract(open: OpenReadModels): void {
  describe('pages and counts', () => {
    const opened = openedForEach(open);

    /** Puts exactly these documents, in two steps so that entries are also changed. */
    const fill = async (documents: readonly Flat[]): Promise<void> => {
      const { writer } = opened();
      await writer.prepare(flats);
      await writer.reset(flats);
      await writer.apply(
        step(
          documents.map((document) => put({ ...document, floor: 'x', tags: ['x'] })),
          null,
          at(1),
        ),
      );
      await writer.apply(
        step(
          documents.map((document) => put(document)),
          at(1),
          at(2),
        ),
      );
    };

    it('equals a list that is filtered, sorted and cut, whatever the documents, range and conditions', async () => {
      await fc.assert(
        fc.asyncProperty(
          house,
          fc.array(scan, { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 1, max: 5 }),
          order,
          async (documents, scans, limit, direction) => {
            await fill(documents);
            const { writer } = opened();
            for (const asked of scans) {
              const expected = scanned(documents, asked);
              expect(await writer.count(flats, asked)).toBe(expected.length);

              // Page by page to the end, each row once.
              const seen: string[] = [];
              let key: string | undefined;
              for (let more = true; more;) {
                const edge = key === undefined ? {} : direction === 'ascending' ? { after: key } : { before: key };
                const page = await writer.page(flats, asked, { limit, order: direction, ...edge });
                expect(page.rows.length).toBeLessThanOrEqual(limit);
                seen.push(...ids(page.rows));
                key = page.rows.at(-1)?.key;
                more = page.more;
                if (more) expect(page.rows).toHaveLength(limit);
              }
              expect(seen).toEqual(ids(cut(expected, { limit: 1000, order: direction }, null, null).rows));
            }
          },
        ),
        { numRuns: 150 },
      );
    }, 120_000);

    it('keeps to the range when edges lie outside of it, and to both edges at once', async () => {
      await fc.assert(
        fc.asyncProperty(house, scan, fc.nat(), fc.nat(), order, async (documents, asked, first, second, direction) => {
          await fill(documents);
          const { writer } = opened();
          // Edges are rows of the whole index, mostly outside the range.
          const whole: Scan = { index: asked.index, prefix: [] };
          const { rows } = await writer.page(flats, whole, { limit: 1000, order: 'ascending' });
          const entries = scanned(documents, whole);
          expect(ids(rows)).toEqual(ids(entries));
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
          const pick = (n: number): number => (entries.length === 0 ? -1 : n % (entries.length + 1));
          const [after, before] = [pick(first), pick(second)];
          const page = await writer.page(flats, asked, {
            limit: 3,
            order: direction,
            ...(rows[after] ? { after: rows[after].key } : {}),
            ...(rows[before] ? { before: rows[before].key } : {}),
          });
          const expected = cut(
            scanned(documents, asked),
            { limit: 3, order: direction },
            entries[after] ?? null,
            entries[before] ?? null,
          );
          expect({ rows: ids(page.rows), more: page.more }).toEqual({ rows: ids(expected.rows), more: expected.more });
        }),
        { numRuns: 200 },
      );
    }, 120_000);

    it('takes a forged edge for what it is: a text to compare with', async () => {
      const { writer } = opened();
      await fill([flat('a'), flat('b')]);
      for (const forged of ['', '\u0000', "'; DROP TABLE flats; --", '\uffff'.repeat(100), '😀']) {
        for (const edge of [{ after: forged }, { before: forged }]) {
          const page = await writer.page(
            flats,
            { index: 'byFloor', prefix: ['1'] },
            { limit: 5, order: 'ascending', ...edge },
          );
          expect(['', 'a,b']).toContain(ids(page.rows).join());
        }
      }
    });
  });
}
