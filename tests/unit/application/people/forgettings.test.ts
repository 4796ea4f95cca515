import { MonotonicClock } from '../../../../src/application/clock.js';
import { CommandIdentities } from '../../../../src/application/command-identity.js';
import { Executor } from '../../../../src/application/deciding/executor.js';
import { FairQueue } from '../../../../src/application/deciding/fair-queue.js';
import { StreamStates } from '../../../../src/application/deciding/stream-states.js';
import { Forgettings, type ForgettingsParts } from '../../../../src/application/people/forgettings.js';
import { NO_SNAPSHOTS } from '../../../../scripts/support/no-snapshots.js';
import { openEmbeddedEventStore } from '../../../../src/event-store/embedded/open.js';
import type { EventStore, StoredEvent } from '../../../../src/event-store/port.js';
import type { Directory } from '../../../../src/people/directory.js';
import { openEmbeddedDirectory } from '../../../../src/people/embedded-directory.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

describe('the log is told of who was forgotten', () => {
  const folder = temporaryFolder();
  let store: EventStore;
  let directory: Directory;

  beforeAll(async () => {
    store = await openEmbeddedEventStore(folder.path);
    directory = await openEmbeddedDirectory(folder.path);
  });
  afterAll(async () => {
    await store.close();
    await directory.close();
    folder.remove();
  });

  /** As of a process that has just been started. */
  const forgettings = (over: Partial<ForgettingsParts['directory']> = {}, secret = 's'.repeat(32)): Forgettings =>
    new Forgettings({
      directory: {
        owedForgettings: () => directory.owedForgettings(),
        settleForgetting: (id) => directory.settleForgetting(id),
        ...over,
      },
      executor: new Executor(store, new StreamStates(store, NO_SNAPSHOTS), new FairQueue(), new MonotonicClock(null)),
      identities: new CommandIdentities(secret),
    });
  const forgottenOne = async (subject: string): Promise<string> => {
    await directory.identify(subject, 'Zhang San');
    return (await directory.forget({ subject })) ?? '';
  };
  const eventsOf = async (id: string): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const event of store.readStream(`person-${id}`)) events.push(event);
    return events;
  };

  test('by the random id, as done by the system, and the note goes', async () => {
    const id = await forgottenOne('u1');
    expect(await forgettings().record()).toEqual([id]);
    const [event, ...more] = await eventsOf(id);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'PersonForgotten',
      data: { personId: id },
      metadata: { command: 'ForgetPerson', actor: '', actorKind: 'SYSTEM', actorTenant: '', tenant: '' },
    });
    expect(JSON.stringify(event)).not.toMatch(/u1|Zhang/);
    expect(await forgettings().record()).toEqual([]);
  });

  test('once, though it crashed before the note went, also with another secret of commands then', async () => {
    const id = await forgottenOne('u2');
    const crashes = { settleForgetting: () => Promise.reject(new Error('crashed')) };
    await expect(forgettings(crashes).record()).rejects.toThrow('crashed');
    await expect(forgettings(crashes).record()).rejects.toThrow('crashed');
    expect(await forgettings({}, 'x'.repeat(32)).record()).toEqual([id]);
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await directory.owedForgettings()).toEqual([]);
  });

  test('once, though two processes tell it at the same time', async () => {
    const ids = [await forgottenOne('u3'), await forgottenOne('u4')];
    await Promise.all([forgettings().record(), forgettings().record()]);
    for (const id of ids) expect(await eventsOf(id)).toHaveLength(1);
  });

  test('no further than it is let', async () => {
    const id = await forgottenOne('u5');
    expect(await forgettings().record(AbortSignal.abort())).toEqual([]);
    expect(await eventsOf(id)).toEqual([]);
    expect(await forgettings().record()).toEqual([id]);
  });
});
