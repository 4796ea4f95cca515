import type { AuthorizationDocument, TrailDocument } from '../../../projections/documents.js';
import { authorizations } from '../../../projections/authorizations/projection.js';
import { search } from '../../../projections/search/projection.js';
import { trail } from '../../../projections/trail/projection.js';
import { createFeeds } from '../../../src/application/feeds/create-feeds.js';
import type { FeedItem, Feeds } from '../../../src/application/feeds/feeds.js';
import type { Timer } from '../../../src/application/feeds/timer.js';
import type { Role, Viewer } from '../../../src/auth/viewer.js';
import { formatCursor, parseCursorOf, type Cursor } from '../../../src/event-store/cursor.js';
import { CursorBeyondHeadError } from '../../../src/event-store/errors.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import type { ReadModelWriter } from '../../../src/read-models/port.js';
import type { Progress } from '../../../src/read-models/progress.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const installation = '00000000000000aa';

export const cursorAt = (position: number): Cursor =>
  formatCursor({ installation, epoch: 1, position: BigInt(position), subIndex: 0 });

export const viewer = (role: Role, tenant: string | null = null): Viewer => ({
  subject: 'someone',
  name: null,
  roles: [role],
  tenant: tenant === null ? null : { id: tenant, name: null },
  expiresAt: 0,
});

/** A timer that moves when it is told to. */
export class ManualTimer implements Timer {
  #now = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }
  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }
  pass(milliseconds: number): void {
    this.#now += milliseconds;
    for (const entry of [...this.#waiting].filter(({ at }) => at <= this.#now)) {
      this.#waiting.delete(entry);
      entry.callback();
    }
  }
  get pending(): number {
    return this.#waiting.size;
  }
}

class ManualProgress implements Progress {
  #reached: Cursor | null = null;
  #trail: Cursor | null = null;
  #handled = 0;
  #advances = 0;
  readonly listeners = new Set<() => void>();

  reached(): Cursor | null {
    return this.#reached;
  }
  reachedBy(projection: string): Cursor | null {
    // Nothing is indexed here: feeds read the trail itself.
    if (projection === search.name) return null;
    return projection === trail.name ? this.#trail : this.#reached;
  }
  advances(): number {
    return this.#advances;
  }
  handled(): number {
    return this.#handled;
  }
  waitFor(cursor: Cursor): Promise<boolean> {
    return Promise.resolve(this.#reached !== null && this.#reached >= cursor);
  }
  /** While the views are held back, whoever waits for them does. */
  #held: Promise<boolean> | null = null;
  waitForViews(cursor: Cursor): Promise<boolean> {
    return this.#held ?? this.waitFor(cursor);
  }
  waitForSearch(cursor: Cursor): Promise<boolean> {
    return this.waitFor(cursor);
  }
  holdViews(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      release = () => resolve(true);
    });
    return () => {
      this.#held = null;
      release();
    };
  }
  onAdvance(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  advance(to: Cursor, events: number, trailIsStopped = false): void {
    this.#reached = to;
    if (!trailIsStopped) this.#trail = to;
    this.#handled += events;
    this.#advances += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

/** An event of tenant t1 that its feed of bindings tells of, changed as the test wants it. */
export type EventParts = Partial<Omit<TrailDocument, 'metadata' | 'kind' | 'cursor' | 'id'>> & {
  readonly metadata?: Partial<TrailDocument['metadata']>;
};

function eventAt(position: number, { metadata, ...parts }: EventParts): TrailDocument {
  return {
    kind: 'event',
    id: `event-${position}`,
    cursor: cursorAt(position),
    type: 'CommunityBound',
    stream: 'tenant-t1',
    revision: position,
    data: {},
    metadata: {
      occurredAt: new Date(1_700_000_000_000 + position * 1_000).toISOString(),
      command: 'BindCommunities',
      commandId: 'c1',
      fingerprint: 'f1',
      actor: 'actor-1',
      actorSalt: '',
      actorKind: 'PERSON',
      actorTenant: 't1',
      tenant: 't1',
      correlationId: 'r1',
      causationId: '',
      schemaVersion: '1',
      ...metadata,
    },
    seenBy: ['t1'],
    seenByServices: true,
    feeds: ['bindings'],
    appId: 'wx1',
    accountName: null,
    communityId: 'k1',
    ...parts,
  };
}

export interface FeedWorld {
  readonly feeds: Feeds;
  readonly timer: ManualTimer;
  /** Puts events into the log and the trail. Returns the cursor of the last one. */
  happen(...events: readonly EventParts[]): Promise<Cursor>;
  /** Puts events into the log, which the stopped trail does not tell of while other projections go on. */
  happenBesideStoppedTrail(count: number): void;
  /** Keeps the views behind the trail until the function that comes back is called. */
  holdViews(): () => void;
  authorization(document: AuthorizationDocument): Promise<void>;
  knowPerson(subject: string): Promise<string>;
  /** Listeners and timers that feeds have left behind. */
  leftBehind(): number;
  close(): Promise<void>;
}

export async function openFeedWorld(): Promise<FeedWorld> {
  const folder = temporaryFolder();
  const writer: ReadModelWriter = await openEmbeddedReadModels(folder.path, { readonly: false, log: () => undefined });
  await writer.prepare(trail);
  await writer.prepare(authorizations);
  const directory = await openEmbeddedDirectory(folder.path);
  const progress = new ManualProgress();
  const timer = new ManualTimer();
  let head = 0;
  const events = {
    head: () => Promise.resolve(cursorAt(head)),
    acceptCursor: (text: string) => {
      const { position } = parseCursorOf(installation, text);
      if (position > BigInt(head)) throw new CursorBeyondHeadError();
      return Promise.resolve(text as Cursor);
    },
  };

  const step = async (
    collection: typeof trail | typeof authorizations,
    changes: readonly [string, object][],
    count: number,
  ) => {
    const state = (await writer.projections()).find(({ name }) => name === collection.name);
    head += count;
    await writer.apply({
      changes: changes.map(([id, document]) => ({ collection, id, document: document as Record<string, unknown> })),
      moves: [{ projection: collection, from: state?.cursor ?? null, to: cursorAt(head) }],
    });
    progress.advance(cursorAt(head), count);
  };

  return {
    feeds: createFeeds({ events, readModels: writer, progress, directory, timer }),
    timer,
    async happen(...parts) {
      const documents = parts.map((part, index) => eventAt(head + 1 + index, part));
      await step(
        trail,
        documents.map((document) => [document.id, document]),
        documents.length,
      );
      return cursorAt(head);
    },
    happenBesideStoppedTrail(count) {
      head += count;
      progress.advance(cursorAt(head), count, true);
    },
    holdViews: () => progress.holdViews(),
    authorization: (document) => step(authorizations, [[document.authorizationId, document]], 1),
    knowPerson: (subject) => directory.identify(subject, null),
    leftBehind: () => progress.listeners.size + timer.pending,
    async close() {
      await directory.close();
      await writer.close();
      folder.remove();
    },
  };
}

/** Takes so many messages. */
export async function take<T>(feed: AsyncIterator<T, unknown>, count: number): Promise<T[]> {
  const items: T[] = [];
  while (items.length < count) {
    const next = await feed.next();
    if (next.done) break;
    items.push(next.value);
  }
  return items;
}

const positionOf = (cursor: Cursor): number => Number(parseCursorOf(installation, cursor).position);

/** Messages in short: `7` an event, `at 7` a checkpoint, `caught up at 7` one that says so. */
export const inShort = (items: readonly FeedItem[]): readonly (number | string)[] =>
  items.map((item) =>
    item.kind === 'event'
      ? positionOf(item.cursor)
      : `${item.caughtUp ? 'caught up ' : ''}at ${positionOf(item.cursor)}`,
  );
