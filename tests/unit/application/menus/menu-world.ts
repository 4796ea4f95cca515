import { randomUUID } from 'node:crypto';
import type { Answer } from '../../../../src/application/answer.js';
import { MonotonicClock } from '../../../../src/application/clock.js';
import { CommandIdentities } from '../../../../src/application/command-identity.js';
import { Executor, type Acting } from '../../../../src/application/deciding/executor.js';
import { FairQueue } from '../../../../src/application/deciding/fair-queue.js';
import { Turns } from '../../../../src/application/deciding/turns.js';
import { StreamStates } from '../../../../src/application/deciding/stream-states.js';
import { MenuOperations, type MenuOrder } from '../../../../src/application/menus/menu-operations.js';
import { openEmbeddedSnapshots } from '../../../../src/application/snapshots/embedded-snapshot-store.js';
import type { EventToWrite } from '../../../../src/domain/event.js';
import { accept } from '../../../../src/domain/decision.js';
import { decideDeleteMenu, decidePublishMenu } from '../../../../src/domain/menu/publish-menu.js';
import { openEmbeddedEventStore } from '../../../../src/event-store/embedded/open.js';
import type { EventStore, StoredEvent } from '../../../../src/event-store/port.js';
import { openEmbeddedLeases } from '../../../../src/leases/embedded-leases.js';
import type { Leases } from '../../../../src/leases/leases.js';
import { openScratchVault } from '../../../../scripts/support/scratch-vault.js';
import type { Vault } from '../../../../src/vault/vault.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import * as story from '../../domain/stories.js';
import { MenuAtWeChat } from './menu-at-wechat.js';

export const acting: Acting = {
  actor: 'p1',
  actorKind: 'PERSON',
  actorTenant: story.OWNER,
  correlationId: 'c1',
  causationId: '',
};

interface Unlucky {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly leases: Leases;
}

/** The process dies at this call: nothing after it happens. */
export class Crash extends Error {}

/** As it is, but whoever calls the method dies. */
export const dyingAt = <Port extends object>(port: Port, method: keyof Port): Port =>
  new Proxy(port, {
    get: (target, name) => {
      if (name === method) return () => Promise.reject(new Crash());
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });

/** Gives out a lease that has been taken over already. */
export const outrun: Leases = {
  acquire: (name) =>
    Promise.resolve({
      name,
      fence: 0,
      renew: () => Promise.resolve(false),
      release: () => Promise.resolve(),
    }),
  close: () => Promise.resolve(),
};

/** What publishes and deletes menus, over a log and a vault on disk, and a WeChat in memory. */
export async function openMenuWorld() {
  const folder = temporaryFolder();
  const store = await openEmbeddedEventStore(folder.path);
  const snapshots = openEmbeddedSnapshots(folder.path);
  const vault = await openScratchVault(folder.path);
  const leases = await openEmbeddedLeases(folder.path);
  const identities = new CommandIdentities('secret of this test');
  const wechat = new MenuAtWeChat();

  /** Another process, as far as memory goes, over the same files; it may have worse luck with some of them. */
  const process = (unlucky: Partial<Unlucky> = {}) => {
    const parts = { store, vault, leases, ...unlucky };
    const states = new StreamStates(parts.store, snapshots);
    const executor = new Executor(parts.store, states, new FairQueue(), new MonotonicClock(null));
    const turns = new Turns(parts.leases);
    return {
      executor,
      menus: new MenuOperations({ ...parts, turns, executor, states, identities, accountApi: wechat }),
    };
  };
  type Process = ReturnType<typeof process>;

  const order = (command: string, appId: string, key: string, tenantId: string, input: unknown = {}): MenuOrder => ({
    command,
    identity: identities.ofRequest({ tenant: tenantId, subject: 's' }, `${key} ${appId}`, command, input),
    acting: { ...acting, actorTenant: tenantId },
    tenantId,
    appId,
  });

  return {
    store,
    vault,
    leases,
    wechat,
    process,
    order,
    /** Writes what has happened. */
    async happen(...events: readonly (readonly EventToWrite[])[]): Promise<void> {
      await process().executor.execute({
        command: 'Happen',
        identity: identities.ofReaction('Happen', randomUUID()),
        acting,
        writes: [],
        // Looked at, so that they may go on what is there.
        load: async (view) => {
          for (const { stream } of events.flat()) await view.state({ ...anyStream, prefix: '' }, stream);
        },
        decide: () => accept(events.flat()),
        result: () => undefined,
      });
    },
    publish({ menus }: Process, appId: string, version: number, key: string = randomUUID(), tenantId = story.OWNER) {
      return menus.perform(order('PublishMenu', appId, key, tenantId, { version }), (account, menu) =>
        decidePublishMenu({ account, menu, tenantId, expectedVersion: version }),
      );
    },
    remove({ menus }: Process, appId: string, key: string = randomUUID()) {
      return menus.perform(order('DeleteMenu', appId, key, story.OWNER), (account) =>
        decideDeleteMenu({ account, tenantId: story.OWNER }),
      );
    },
    import({ menus }: Process, appId: string, key: string = randomUUID(), tenantId = story.OWNER) {
      return menus.import(order('ImportMenu', appId, key, tenantId));
    },
    /** What the log tells of menus of the account, oldest first. */
    async trail(appId: string): Promise<readonly StoredEvent[]> {
      const events: StoredEvent[] = [];
      for await (const event of store.readAll(null, { filter: { streamPrefixes: [`menu-${appId}`] } })) {
        if (event.type !== 'MenuDraftSaved') events.push(event);
      }
      return events;
    },
    pending: (appId: string) => vault.get(`menu-operation/${appId}`),
    async close(): Promise<void> {
      await store.close();
      await snapshots.close();
      await vault.close();
      await leases.close();
      folder.remove();
    },
  };
}

export type MenuWorld = Awaited<ReturnType<typeof openMenuWorld>>;

/** Of streams of any kind: nothing is made of their events. */
const anyStream = {
  initial: null,
  evolve: () => null,
  upcast: (type: string, _version: number, data: unknown) => ({ type, data }),
};

export const codeOf = (answer: Answer<unknown>): string => (answer.ok ? 'OK' : answer.refusal.code);
