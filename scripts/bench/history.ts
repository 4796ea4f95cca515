import { existsSync } from 'node:fs';
import type { ReadSources } from '../../src/application/queries/loaders.js';
import { history, type MomentArguments, type PastView } from '../../src/application/queries/history.js';
import type { Connection } from '../../src/application/queries/paging.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { openEmbeddedSeals } from '../../src/audit/embedded/embedded-seals.js';
import { formatCursor, parseCursor } from '../../src/event-store/cursor.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import type { EventReader, StoredEvent } from '../../src/event-store/port.js';
import { historyFile, openHistoryToRead } from '../../src/history/embedded/open.js';
import { Past } from '../../src/history/past.js';
import { rebuildHistory } from '../../src/history/rebuild.js';
import { openEmbeddedDirectory } from '../../src/people/embedded-directory.js';
import { Chance } from '../generate/chance.js';
import type { OnProgress } from './generated-log.js';
import { percentile } from './percentile.js';

/** How long a question about a random moment takes, in milliseconds. */
export interface HistoryFigure {
  readonly question: string;
  readonly p50: number;
  readonly p95: number;
}

export interface HistoryBench {
  readonly events: number;
  readonly figures: readonly HistoryFigure[];
  /** Largest resident memory of the process, in bytes. */
  readonly memory: number;
}

/** Moments that each question is asked about; half of them by time. */
const SAMPLES = 60;
const PAGE = { first: 20 };

interface Question {
  readonly name: string;
  /** Who asks about the things that the event names; null where nobody could. */
  readonly asker: (event: StoredEvent) => Viewer;
  readonly ask: (past: PastView, event: StoredEvent) => Promise<unknown>;
}

const viewer = (tenant: string | null): Viewer => ({
  subject: 'bench',
  name: null,
  roles: [tenant === null ? 'AUDITOR' : 'VIEWER'],
  tenant: tenant === null ? null : { id: tenant, name: null },
  expiresAt: 0,
});
const auditor = (): Viewer => viewer(null);
const fact = ({ data }: StoredEvent, name: 'appId' | 'communityId' | 'owner' | 'tenantId'): string =>
  String(data[name]);
const owner = (event: StoredEvent): Viewer => viewer(fact(event, 'owner'));
const tenant = (event: StoredEvent): Viewer => viewer(fact(event, 'tenantId'));

async function account(past: PastView, event: StoredEvent): Promise<void> {
  const found = await past.account(fact(event, 'appId'));
  if (!found) throw new Error('The account of a binding is not there.');
  const bound = await found.bindings({}, PAGE);
  await Promise.all(bound.nodes.flatMap((node) => [node.suspended(), node.paymentInterface()]));
  await bound.totalCount();
  const shared = await found.sharings(null, PAGE);
  await shared?.totalCount();
}

async function counted(list: Promise<Connection<unknown>>): Promise<void> {
  await (await list).totalCount();
}

async function communities(past: PastView): Promise<void> {
  const list = await past.communities({}, PAGE);
  await Promise.all(list.nodes.map((node) => node.service()));
  await list.totalCount();
}

const QUESTIONS: readonly Question[] = [
  { name: 'account, 20 bindings, count, sharings', asker: owner, ask: account },
  { name: 'account, 20 bindings, count, sharings, as an auditor', asker: auditor, ask: account },
  {
    name: 'community and what served it',
    asker: tenant,
    ask: async (past, event) => (await past.community(fact(event, 'communityId')))?.service(),
  },
  { name: '20 communities with service, count', asker: tenant, ask: communities },
  { name: '20 communities with service, count, as an auditor', asker: auditor, ask: communities },
  {
    name: 'communities of an account, count, as an auditor',
    asker: auditor,
    ask: (past, event) => counted(past.communities({ appId: fact(event, 'appId') }, PAGE)),
  },
  {
    name: 'communities by part of the name, count, as an auditor',
    asker: auditor,
    ask: (past) => counted(past.communities({ search: '花园' }, PAGE)),
  },
  {
    name: 'available communities, count, as an auditor',
    asker: auditor,
    ask: (past) => counted(past.communities({ available: true }, PAGE)),
  },
  { name: 'accounts, count', asker: owner, ask: (past) => counted(past.accounts({}, PAGE)) },
  { name: 'accounts, count, as an auditor', asker: auditor, ask: (past) => counted(past.accounts({}, PAGE)) },
];

/** Measures questions about random moments of a generated log, whose history is kept first where it is not. */
export async function benchHistory(folder: string, onProgress: OnProgress): Promise<HistoryBench> {
  if (!existsSync(historyFile(folder))) {
    const onKept = (done: number, total: number): void => onProgress('keeping the past', done, total);
    await rebuildHistory({ dataDir: folder, log: () => undefined, onProgress: onKept });
  }
  return measure(folder, onProgress);
}

export function formatHistory({ events, figures, memory }: HistoryBench): string {
  const whole = (value: number): string => value.toFixed(1).padStart(8);
  return [
    `history at random moments, ${events.toLocaleString('en')} events, in ms:           p50     p95`,
    ...figures.map(({ question, p50, p95 }) => `${question.padEnd(58)}${whole(p50)}${whole(p95)}`),
    `largest memory of the process: ${Math.round(memory / 2 ** 20)} MiB`,
  ].join('\n');
}

async function measure(folder: string, onProgress: OnProgress): Promise<HistoryBench> {
  const events = await openEmbeddedEventReader(folder);
  const directory = await openEmbeddedDirectory(folder);
  const seals = await openEmbeddedSeals(folder);
  const past = new Past({ events, kept: openHistoryToRead(folder, events.installation) });
  try {
    const sources = { directory, seals, past, clock: { now: () => new Date().toISOString() } };
    const chance = new Chance(11);
    const figures: HistoryFigure[] = [];
    for (const [done, question] of QUESTIONS.entries()) {
      onProgress('asking', done, QUESTIONS.length);
      const times: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        times.push(await timeOf(question, await someBinding(events, chance), sample % 2 === 0, sources));
      }
      figures.push({ question: question.name, p50: percentile(times, 0.5), p95: percentile(times, 0.95) });
    }
    const { position } = parseCursor(await events.head());
    return { events: Number(position), figures, memory: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await past.close();
    await seals.close();
    await directory.close();
    await events.close();
  }
}

async function timeOf(
  { asker, ask }: Question,
  event: StoredEvent,
  byTime: boolean,
  sources: Pick<ReadSources, 'directory' | 'seals'> & Pick<Parameters<typeof history>[0], 'past' | 'clock'>,
): Promise<number> {
  const at: MomentArguments = byTime ? { time: event.metadata.occurredAt } : { cursor: event.cursor };
  const begin = performance.now();
  await ask(await history({ ...sources, viewer: asker(event) }, at), event);
  return performance.now() - begin;
}

/** The next binding behind a random position: any moment of the log is as likely as any other. */
async function someBinding(events: EventReader, chance: Chance): Promise<StoredEvent> {
  const head = parseCursor(await events.head());
  for (;;) {
    const after = formatCursor({ ...head, position: BigInt(chance.below(Number(head.position))) });
    for await (const event of events.readAll(after, { filter: { types: ['CommunityBound'] }, limit: 1 })) return event;
  }
}
