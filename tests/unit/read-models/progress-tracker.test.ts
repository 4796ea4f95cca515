import { formatCursor, type Cursor } from '../../../src/event-store/cursor.js';
import { ProgressTracker, type ProgressReport } from '../../../src/read-models/progress-tracker.js';

const at = (position: number, subIndex = 0): Cursor =>
  formatCursor({ installation: 'a'.repeat(16), epoch: 1, position: BigInt(position), subIndex });

const report = (position: number, facts: Partial<ProgressReport> = {}): ProgressReport => ({
  reached: at(position),
  views: at(position),
  search: at(position),
  handled: position,
  projections: [],
  ...facts,
});

const LONG = 60_000;

describe('the progress of the read models', () => {
  it('has reached nothing before the first report', async () => {
    const tracker = new ProgressTracker();
    expect(tracker.reached()).toBeNull();
    expect(tracker.handled()).toBe(0);
    expect(await tracker.waitFor(at(1), 0)).toBe(false);
  });

  it('lets nobody wait for the head of an empty log', async () => {
    expect(await new ProgressTracker().waitFor(at(0), 0)).toBe(true);
  });

  it('lets those go on whose cursor is reached, and no others', async () => {
    const tracker = new ProgressTracker();
    const abort = new AbortController();
    const [third, fifth, ninth] = [3, 5, 9].map((n) => tracker.waitFor(at(n), LONG, abort.signal));
    tracker.report(report(5));
    expect(await third).toBe(true);
    expect(await fifth).toBe(true);
    expect(await tracker.waitFor(at(5), LONG)).toBe(true);
    abort.abort();
    expect(await ninth).toBe(false);
    expect(await tracker.waitFor(at(9), LONG, abort.signal)).toBe(false);
  });

  it('takes a message within an event for reached with the event', async () => {
    const tracker = new ProgressTracker();
    tracker.report(report(5));
    expect(await tracker.waitFor(at(5, 2), LONG)).toBe(true);
    expect(await tracker.waitFor(at(6, 0), 0)).toBe(false);
  });

  it('lets those go on who wait for the views alone, though the trail is behind', async () => {
    const tracker = new ProgressTracker();
    const [views, everything] = [tracker.waitForViews(at(5), LONG), tracker.waitFor(at(5), LONG)];
    tracker.report(report(3, { views: at(5) }));
    expect(await views).toBe(true);
    expect(await tracker.waitFor(at(5), 0)).toBe(false);
    tracker.report(report(5));
    expect(await everything).toBe(true);
  });

  it('lets those who search wait for the search too', async () => {
    const tracker = new ProgressTracker();
    const found = tracker.waitForSearch(at(5), LONG);
    tracker.report(report(5, { search: at(3) }));
    expect(await tracker.waitFor(at(5), 0)).toBe(true);
    expect(await tracker.waitForSearch(at(5), 0)).toBe(false);
    tracker.report(report(5));
    expect(await found).toBe(true);
  });

  it('calls its listeners after each advance until they have had enough', () => {
    const tracker = new ProgressTracker();
    const heard: number[] = [];
    const listener = (): void => void heard.push(tracker.handled());
    const stop = tracker.onAdvance(listener);
    const stopOther = tracker.onAdvance(listener);
    tracker.report(report(2));
    stop();
    tracker.report(report(7));
    stopOther();
    tracker.report(report(9));
    expect(heard).toEqual([2, 2, 7]);
    expect(tracker.handled()).toBe(9);
    expect(tracker.advances()).toBe(3);
  });

  it('tells where the answering version of each projection stands, running or not', () => {
    const tracker = new ProgressTracker();
    const trail = { name: 'trail', stopped: null };
    tracker.report(
      report(9, {
        projections: [
          { ...trail, version: 1, cursor: at(4), active: true },
          { ...trail, version: 2, cursor: at(2), active: false },
          { name: 'accounts', version: 1, cursor: at(3), active: true, stopped: { eventId: 'e', message: 'm' } },
        ],
      }),
    );
    expect(tracker.reachedBy('trail')).toBe(at(4));
    expect(tracker.reachedBy('accounts')).toBe(at(3));
    expect(tracker.reachedBy('none')).toBeNull();
  });
});
