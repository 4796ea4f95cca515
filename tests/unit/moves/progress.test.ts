import { MoveProgressLine } from '../../../scripts/migrate/progress.js';

describe('the line that tells of a move', () => {
  const copying = (events: number, part: number) => ({ phase: 'copying', events, part }) as const;

  it('tells how much is done, how fast it goes, and how long the rest takes', () => {
    const line = new MoveProgressLine();
    expect(line.line(copying(0, 0), 0)).toBe('copying: 0.0%, 0 events');
    expect(line.line(copying(20_000, 0.1), 1_000)).toBe('copying: 10.0%, 20000 events, 20000/s, 0:09 left');
  });

  it('takes its rate from the last seconds, not from those of earlier runs', () => {
    const line = new MoveProgressLine();
    line.line(copying(500_000, 0.5), 0);
    for (let second = 1; second <= 60; second += 1) line.line(copying(500_000 + second, 0.5), second * 1_000);
    const last = line.line(copying(500_060 + 3_000, 0.51), 61_000);
    expect(Number(/, (\d+)\/s/.exec(last)?.[1])).toBeGreaterThan(150);
  });

  it('begins anew with each phase, and tells hours', () => {
    const line = new MoveProgressLine();
    line.line(copying(0, 0), 0);
    line.line(copying(1_000, 1), 1_000);
    expect(line.line({ phase: 'comparing', events: 0, part: 0 }, 2_000)).toBe('comparing: 0.0%, 0 events');
    const slow = line.line({ phase: 'comparing', events: 10, part: 0.000_25 }, 3_000);
    expect(slow).toBe('comparing: 0.0%, 10 events, 10/s, 1:06:39 left');
  });
});
