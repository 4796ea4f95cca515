import { randomUUID } from 'node:crypto';
import { collect, eventsOf, everything, places, untilCaughtUp } from './consume.js';
import type { Log } from './harness.js';
import { newCommand, record, request } from './requests.js';

/** Names that differ in case only are different names, also where the engine does not tell them apart by itself. */
export function letterCaseContract(log: Log): void {
  it('takes command ids that differ in case only for two commands', async () => {
    const { store } = log();
    const { fingerprint } = newCommand();
    const ids = ['command-abc', 'command-ABC', 'Command-abc'];
    for (const id of ids) {
      expect((await store.append(request(['a'], { command: { id, fingerprint } }))).repeated).toBe(false);
    }
    expect(places(await everything(store))).toEqual(['a@0', 'a@1', 'a@2']);
    for (const [revision, id] of ids.entries()) {
      expect(places((await store.outcomeOf(id))?.events ?? [])).toEqual([`a@${revision}`]);
    }
    expect(await store.outcomeOf('COMMAND-ABC')).toBeNull();
  });

  it('takes two such commands at once, each with another fingerprint', async () => {
    const { store } = log();
    const commands = ['key', 'KEY', 'Key', 'kEy'].map((id) => ({ ...newCommand(), id }));
    const answers = await Promise.all(commands.map((command) => store.append(request(['a'], { command }))));
    expect(answers.map(({ repeated }) => repeated)).toEqual([false, false, false, false]);
  });

  it('gives event ids back as they were written, in one append and over several', async () => {
    const { store } = log();
    const uuid = randomUUID();
    const ids = [uuid, uuid.toUpperCase(), 'event', 'Event', 'EVENT', '00000000-0000-0000-0000-000000000000'];
    const withId = (id: string) => ({ ...record('a'), event: { ...record('a').event, id } });
    await store.append(request(ids.map(withId)));
    expect((await everything(store)).map(({ id }) => id)).toEqual(ids);
    for (const id of ids) await store.append(request([withId(`${id}x`), withId(`${id}X`)]));
    expect((await everything(store)).map(({ id }) => id)).toEqual([
      ...ids,
      ...ids.flatMap((id) => [`${id}x`, `${id}X`]),
    ]);
  });

  it('filters by types as they are written', async () => {
    const { store } = log();
    await store.append(request(['Bound', 'bound', 'BOUND'].map((type) => record('a', type))));
    for (const filter of [{ types: ['bound'] }, { types: ['bound'], streamPrefixes: ['a'] }]) {
      expect(places(await collect(store.readAll(null, { filter })))).toEqual(['a@1']);
      expect(places(eventsOf(await untilCaughtUp(store.subscribe(null, { filter }))))).toEqual(['a@1']);
    }
  });

  it('finds nothing under a name in capitals', async () => {
    const { store } = log();
    await store.append(request(['tenant-a']));
    expect(await collect(store.readStream('Tenant-A'))).toEqual([]);
    expect(await collect(store.readAll(null, { filter: { streamPrefixes: ['TENANT'] } }))).toEqual([]);
  });
}
