import { describe, expect, it } from '@jest/globals';
import { RecentEvents, type Placed } from '../../../src/event-store/kurrentdb/recent-events.js';
import type { StoredEvent } from '../../../src/event-store/port.js';

const placed = (position: number): Placed => ({
  position: BigInt(position),
  event: { id: `e${position}` } as StoredEvent,
});

const places = (found: readonly Placed[]): number[] => found.map(({ position }) => Number(position));

describe('the newest events of a KurrentDB that were read here', () => {
  it('has those behind a position, as soon as everything between is known', () => {
    const recent = new RecentEvents(0n);
    expect(recent.after(0n)).toEqual([]);
    recent.add(5n, placed(10));
    recent.add(10n, placed(20));
    expect(places(recent.after(5n))).toEqual([10, 20]);
    expect(places(recent.after(7n))).toEqual([10, 20]);
    expect(places(recent.after(10n))).toEqual([20]);
    expect(places(recent.after(20n))).toEqual([]);
    expect(recent.after(4n)).toEqual([]);
    expect([recent.has(10n), recent.has(20n), recent.has(5n), recent.has(15n)]).toEqual([true, true, false, false]);
  });

  it('goes on with what was read further on, and forgets what was before the gap', () => {
    const recent = new RecentEvents(0n);
    recent.add(0n, placed(10));
    recent.add(50n, placed(60));
    expect(recent.after(0n)).toEqual([]);
    expect(places(recent.after(50n))).toEqual([60]);
  });

  it('takes nothing from who reads further back, or the same again', () => {
    const recent = new RecentEvents(0n);
    recent.add(50n, placed(60));
    recent.add(0n, placed(10));
    recent.add(50n, placed(60));
    recent.add(60n, placed(70));
    expect(places(recent.after(50n))).toEqual([60, 70]);
  });

  it('takes what another has read, if it goes on from what is known here', () => {
    const recent = new RecentEvents(0n);
    recent.add(0n, placed(10));
    recent.addAll({ behind: 0n, placed: [placed(10), placed(20), placed(30)] });
    expect(places(recent.after(0n))).toEqual([10, 20, 30]);
    recent.addAll({ behind: 30n, placed: [] });
    recent.addAll({ behind: 30n, placed: [placed(40)] });
    expect(places(recent.after(0n))).toEqual([10, 20, 30, 40]);
    recent.addAll({ behind: 50n, placed: [placed(60)] });
    expect(recent.after(40n)).toEqual([]);
    expect(places(recent.after(50n))).toEqual([60]);
    recent.addAll({ behind: 70n, placed: [] });
    expect([recent.after(50n), recent.end]).toEqual([[], 70n]);
  });

  it('tells another what is new, or all that is kept where something between is not', () => {
    const recent = new RecentEvents(0n);
    recent.startAt(5n);
    expect(recent.news(0n)).toEqual({ behind: 5n, placed: [] });
    recent.addAll({ behind: 5n, placed: [placed(10), placed(20)] });
    expect(recent.news(0n)).toEqual({ behind: 5n, placed: [placed(10), placed(20)] });
    expect(recent.news(10n)).toEqual({ behind: 10n, placed: [placed(20)] });
    recent.addAll({ behind: 50n, placed: [placed(60)] });
    expect(recent.news(20n)).toEqual({ behind: 50n, placed: [placed(60)] });
  });

  it('tells so many that stand right before one, the nearest first, if they are all kept', () => {
    const recent = new RecentEvents(0n);
    recent.addAll({ behind: 0n, placed: [placed(10), placed(20), placed(30)] });
    expect(places(recent.before(30n, 2) ?? [])).toEqual([20, 10]);
    expect(recent.before(20n, 0)).toEqual([]);
    expect(recent.before(30n, 3)).toBeNull();
    expect(recent.before(25n, 1)).toBeNull();
  });

  it('keeps none from far back in the log, since events may be large', () => {
    const recent = new RecentEvents(0n);
    const step = 16 * 1_024 * 1_024;
    for (let i = 0; i < 10; i += 1) recent.add(BigInt(i * step), placed((i + 1) * step));
    expect(places(recent.after(BigInt(9 * step)))).toEqual([10 * step]);
    expect(recent.after(BigInt(4 * step))).toEqual([]);
    expect(recent.after(BigInt(5 * step))).toHaveLength(5);
  });

  it('keeps the newest only, and knows since when', () => {
    const recent = new RecentEvents(0n);
    for (let i = 0; i < 5_000; i += 1) recent.add(BigInt(i), placed(i + 1));
    expect(recent.after(0n)).toEqual([]);
    expect(recent.has(1n)).toBe(false);
    expect(places(recent.after(4_990n))).toEqual([
      4_991, 4_992, 4_993, 4_994, 4_995, 4_996, 4_997, 4_998, 4_999, 5_000,
    ]);
    const known = [...Array(5_000).keys()].filter((i) => recent.after(BigInt(i)).length > 0);
    expect(known.length).toBeGreaterThanOrEqual(512);
    expect(known.length).toBeLessThan(1_024);
    for (const i of known) expect(recent.after(BigInt(i))).toHaveLength(5_000 - i);
  });
});
