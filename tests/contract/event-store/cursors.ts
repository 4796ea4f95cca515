import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { CursorBeyondHeadError, ForeignCursorError, InvalidCursorError } from '../../../src/event-store/errors.js';
import { collect, everything, next } from './consume.js';
import type { Log } from './harness.js';
import { request } from './requests.js';

/** Cursors: opaque, comparable, and refused by name when they are not this log's. */
export function cursorsContract(log: Log): void {
  it('accepts the cursor of every event and of the head, from any client', async () => {
    const { store } = log();
    const reader = await log().secondReader();
    const empty = await store.head();
    await store.append(request(['a', 'b', 'c']));
    for (const cursor of [empty, ...(await everything(store)).map((event) => event.cursor), await store.head()]) {
      expect(await store.acceptCursor(cursor)).toBe(cursor);
      expect(await reader.acceptCursor(cursor)).toBe(cursor);
    }
  });

  it('reads the whole log after the head of the empty log', async () => {
    const { store } = log();
    const empty = await store.head();
    await store.append(request(['a']));
    expect(await collect(store.readAll(empty))).toEqual(await everything(store));
  });

  it('keeps cursors comparable as text in the order of the log', async () => {
    const { store } = log();
    for (let part = 0; part < 20; part += 1) await store.append(request(['a', 'b']));
    const cursors = (await everything(store)).map(({ cursor }) => cursor);
    expect([...cursors].sort()).toEqual(cursors);
  });

  it('keeps its installation and its cursors when it is reopened', async () => {
    const { cursor } = await log().store.append(request(['a']));
    const { installation } = log().store;
    await log().reopen();
    expect(log().store.installation).toBe(installation);
    expect(installation).toMatch(/^[0-9a-f]{16}$/);
    expect(await log().store.acceptCursor(cursor)).toBe(cursor);
  });

  it.each(['', '0', 'cursor', 'Z'.repeat(42), '0'.repeat(42), `${'0'.repeat(42)}\n`])('refuses %j', async (text) => {
    await expect(log().store.acceptCursor(text)).rejects.toBeInstanceOf(InvalidCursorError);
  });

  it('refuses a cursor of another installation', async () => {
    const { store } = log();
    const { cursor } = await store.append(request(['a']));
    const parts = parseCursor(cursor);
    const installation = parts.installation.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const foreign = formatCursor({ ...parts, installation });
    await expect(store.acceptCursor(foreign)).rejects.toBeInstanceOf(ForeignCursorError);
    await expect(collect(store.readAll(foreign))).rejects.toBeInstanceOf(ForeignCursorError);
    await expect(next(store.subscribe(foreign)[Symbol.asyncIterator]())).rejects.toBeInstanceOf(ForeignCursorError);
  });

  it('refuses a cursor beyond the head, and one of an epoch to come', async () => {
    const { store } = log();
    const { cursor } = await store.append(request(['a']));
    const parts = parseCursor(cursor);
    const beyond = formatCursor({ ...parts, position: parts.position + (1n << 40n) });
    const later = formatCursor({ ...parts, epoch: parts.epoch + 1 });
    for (const refused of [beyond, later]) {
      await expect(store.acceptCursor(refused)).rejects.toBeInstanceOf(CursorBeyondHeadError);
      await expect(collect(store.readAll(refused))).rejects.toBeInstanceOf(CursorBeyondHeadError);
    }
  });
}
