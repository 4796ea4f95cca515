import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { openScratchVault } from '../support/scratch-vault.js';
import { NO_SNAPSHOTS } from '../support/no-snapshots.js';
import { composeAuthorizations, type Authorizations } from '../../src/application/authorization/compose.js';
import { UNHEARD } from '../../src/application/authorization/notes.js';
import { MonotonicClock } from '../../src/application/clock.js';
import { CommandIdentities } from '../../src/application/command-identity.js';
import { Executor } from '../../src/application/deciding/executor.js';
import { FairQueue } from '../../src/application/deciding/fair-queue.js';
import { StreamStates } from '../../src/application/deciding/stream-states.js';
import { Turns } from '../../src/application/deciding/turns.js';
import { keepComponentToken } from '../../src/application/tokens/component-tokens.js';
import { accountStream } from '../../src/domain/account/account-stream.js';
import { openEmbeddedEventStore } from '../../src/event-store/embedded/open.js';
import type { EventStore } from '../../src/event-store/port.js';
import { openEmbeddedLeases } from '../../src/leases/embedded-leases.js';
import type { Leases } from '../../src/leases/leases.js';
import { callbackRoutes } from '../../src/server/callbacks/callback-routes.js';
import { Closing } from '../../src/server/closing.js';
import { createMetrics } from '../../src/server/http/metrics.js';
import type { Vault } from '../../src/vault/vault.js';
import { HttpComponentPlatform } from '../../src/wechat/client/http-component-platform.js';
import type { ComponentPlatform } from '../../src/wechat/component-platform.js';
import { oneHost } from '../../src/wechat/hosts.js';
import { startSimulator, type Simulator } from '../../src/wechat/simulator/simulator.js';
import { CrashedError, Life, mortal } from './mortal.js';

/** One of the processes that share an installation's disk. */
export interface Process {
  readonly life: Life;
  readonly executor: Executor;
  readonly states: StreamStates;
  readonly identities: CommandIdentities;
  readonly platform: ComponentPlatform;
  readonly authorizations: Authorizations;
}

/** An installation's disk, its processes, and WeChat's side, which calls whichever process lives. */
export interface Installation {
  readonly simulator: Simulator;
  readonly store: EventStore;
  readonly vault: Vault;
  /** Milliseconds since 1970: WeChat's and ours. */
  readonly time: { now(): number; forward(milliseconds: number): void };
  /** The one of that place, begun anew where it has crashed. */
  readonly process: (place: number) => Process;
  /** What went wrong in a way that is nobody's fault but ours. */
  readonly bugs: readonly unknown[];
  close(): Promise<void>;
}

/** Time-outs are milliseconds here where they are seconds at WeChat. */
const CALLBACK_TIMEOUT_MS = 250;
const API_TIMEOUT_MS = 250;
const TURN_MS = 300;

export async function openInstallation(dataDir: string): Promise<Installation> {
  const closing = new Closing();
  const failed = (error: Error): never => {
    throw error;
  };
  let ahead = 0;
  const time = { now: () => Date.now() + ahead, forward: (by: number) => void (ahead += by) };
  const store = closing.add(await openEmbeddedEventStore(dataDir, { onFailure: failed }));
  const vault = closing.add(await openScratchVault(dataDir));
  const leases = closing.add(await openEmbeddedLeases(dataDir));
  const simulator = closing.add(
    await startSimulator({
      port: 0,
      component: { startDomain: 'localhost' },
      clock: time.now,
      ticketIntervalMs: null,
      callbackTimeoutMs: CALLBACK_TIMEOUT_MS,
      retryPauseMs: 5,
    }),
  );
  const bugs: unknown[] = [];
  const noteBug = (error: unknown): void => {
    if (!isExpected(error)) bugs.push(error);
  };
  const processes: (Process | undefined)[] = [];
  const process = (place: number): Process => {
    const living = processes[place];
    if (living !== undefined && !living.life.isOver) return living;
    const begun = beginProcess({ store, vault, leases, simulator, now: time.now, failed: noteBug });
    processes[place] = begun;
    return begun;
  };

  const front = Fastify();
  closing.add(front);
  let turn = 0;
  await callbackRoutes(front, {
    component: simulator.component,
    receiver: {
      push: async (push, correlationId) => {
        if (push.kind === 'ticket' || push.kind === 'other') return;
        turn += 1;
        await process(turn % 2).authorizations.pushes.take(push, correlationId);
      },
      message: () => Promise.resolve(null),
    },
    journal: { note: () => undefined },
    metrics: createMetrics(),
    now: time.now,
  });
  await front.listen({ port: 0, host: '127.0.0.1' });
  const base = `http://127.0.0.1:${(front.server.address() as AddressInfo).port}`;
  simulator.configureCallbacks({ eventUrl: `${base}/wechat/events`, messageUrl: `${base}/wechat/messages/$APPID$` });
  return { simulator, store, vault, time, process, bugs, close: () => closing.close() };
}

interface Shared {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly leases: Leases;
  readonly simulator: Simulator;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

function beginProcess({ simulator, now, failed, ...disk }: Shared): Process {
  const life = new Life();
  const store = mortal(disk.store, life);
  const vault = mortal(disk.vault, life);
  const leases = mortal(disk.leases, life);
  const platform = mortal(
    new HttpComponentPlatform({
      component: simulator.component,
      hosts: oneHost(simulator.url),
      ticket: () => simulator.currentTicket(),
      keepToken: keepComponentToken({ vault, leases, clock: now }, simulator.component.appId),
      clock: now,
      timeout: API_TIMEOUT_MS,
      retry: { attempts: 3, basePause: 5 },
    }),
    life,
  );
  const states = new StreamStates(disk.store, NO_SNAPSHOTS);
  const executor = new Executor(store, states, new FairQueue(), new MonotonicClock(null, now));
  const identities = new CommandIdentities('the same in every process of one installation');
  const authorizations = composeAuthorizations({
    executor,
    states,
    identities,
    platform,
    vault,
    turns: new Turns(leases, { turnMs: TURN_MS, patience: 2_000 }),
    now,
    ourAccounts: () => accountsIn(disk.store),
    notes: { ...UNHEARD, failed: (_, error) => failed(error) },
  });
  return { life, executor, states, identities, platform, authorizations };
}

/** WeChat that does not answer, others who are busy, and crashes are what this is about; anything else is a bug. */
const EXPECTED: ReadonlySet<string> = new Set(['WECHAT_UNAVAILABLE', 'TRY_AGAIN']);

export const isExpected = (error: unknown): boolean =>
  error instanceof CrashedError || (error instanceof Error && 'code' in error && EXPECTED.has(String(error.code)));

/** There are no read models here: the log itself says which accounts there are. */
async function* accountsIn(store: EventStore): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const { stream } of store.readAll(null)) {
    if (!stream.startsWith(accountStream.prefix)) continue;
    const appId = stream.slice(accountStream.prefix.length);
    if (!seen.has(appId)) {
      seen.add(appId);
      yield appId;
    }
  }
}
