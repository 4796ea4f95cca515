import { existsSync, readdirSync } from 'node:fs';
import { openEmbeddedEventStore } from '../../src/event-store/embedded/open.js';
import type { EventStore } from '../../src/event-store/port.js';
import type { Directory } from '../../src/people/directory.js';
import { openEmbeddedDirectory } from '../../src/people/embedded-directory.js';
import type { Cast, OfficialAccount, Tenant } from './cast.js';
import { Chance } from './chance.js';
import { companyName, personName } from './names.js';
import { goOn } from './story.js';
import { World } from './world.js';

export interface GenerateOptions {
  /** Made when it is not there; nothing may be in it. */
  readonly dataDir: string;
  /** At least so many; the last command may add a few more. */
  readonly events: number;
  /** The same seed tells the same story; ids of people are the directory's. */
  readonly seed: number;
  readonly onProgress: (events: number, total: number) => void;
}

/** A log is made only where there is nothing. */
export class FolderNotEmptyError extends Error {
  readonly code = 'FOLDER_NOT_EMPTY';
  constructor(folder: string) {
    super(`There is something in ${folder} already; name an empty folder.`);
    this.name = new.target.name;
  }
}

const YEARS_MS = 2 * 365 * 24 * 3_600_000;
/** A command has about so many events. */
const EVENTS_A_COMMAND = 2.3;
/** Appends on their way at a time: they share transactions. */
const IN_FLIGHT = 2_000;

/**
 * Makes the log of a platform that has been busy for two years, and the directory of its people: for a million events,
 * 2,000 tenants, 300 accounts and about 100,000 communities.
 *
 * @returns number of events
 * @throws FolderNotEmptyError
 */
export async function generateLog({ dataDir, events, seed, onProgress }: GenerateOptions): Promise<number> {
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new FolderNotEmptyError(dataDir);
  const store = await openEmbeddedEventStore(dataDir);
  try {
    const directory = await openEmbeddedDirectory(dataDir);
    try {
      const chance = new Chance(seed);
      const cast = await castFor(events, chance, directory);
      const world = new World(chance, Date.now() - YEARS_MS, (YEARS_MS / events) * EVENTS_A_COMMAND);
      while (world.events < events) {
        await write(store, world, cast, events);
        onProgress(Math.min(world.events, events), events);
      }
      return world.events;
    } finally {
      await directory.close();
    }
  } finally {
    await store.close();
  }
}

/** Some of the story, in the order in which it happens. */
async function write(store: EventStore, world: World, cast: Cast, events: number): Promise<void> {
  const until = Math.min(events, world.events + IN_FLIGHT);
  while (world.events < until) goOn(world, cast, world.events / events);
  await Promise.all(world.take().map((request) => store.append(request)));
}

async function castFor(events: number, chance: Chance, directory: Directory): Promise<Cast> {
  const accounts = Array.from({ length: Math.max(2, Math.round((events * 3) / 10_000)) }, (): OfficialAccount => {
    return { appId: `wx${chance.hex(16)}`, owner: null, interfaces: [] };
  });
  // Chosen before anything is waited for, so that chance is asked in one order.
  const companies = Array.from({ length: Math.max(5, Math.round(events / 500)) }, (_, n) => ({
    id: `tenant-${n + 1}`,
    name: companyName(chance),
    people: Array.from({ length: chance.between(1, 3) }, () => personName(chance)),
  }));
  const tenants = companies.map(async ({ id, name, people }): Promise<Tenant> => {
    await directory.rememberTenant(id, name);
    const known = people.map((person, n) => directory.identify(`${id}-person-${n + 1}`, person));
    const operators = (await Promise.all(known)).map((person) => ({ id: person, kind: 'PERSON', tenant: id }) as const);
    return { id, operators, communities: [], accounts: [] };
  });
  return { tenants: await Promise.all(tenants), accounts };
}
