import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { localTokens, type TokenRequest } from '../../../scripts/support/local-tokens.js';
import { Person } from '../../../scripts/support/person.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { runCommand, type CommandEnd } from '../../support/command.js';
import { filesHolding } from '../../support/files.js';
import { developmentEnv, ServerProcess } from '../../support/server-process.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('forgetting a person, over processes and crashes', () => {
  const folder = temporaryFolder();
  const env = { DATA_DIR: folder.path };
  let server: ServerProcess | null = null;

  const start = async (): Promise<string> => {
    server = new ServerProcess(developmentEnv(folder.path));
    const ready = await server.ready;
    if (!ready) throw new Error(server.printed);
    return ready.graphqlUrl;
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    server?.kill(signal);
    await server?.exited;
    server = null;
  };
  afterEach(() => stop('SIGKILL'));
  afterAll(() => folder.remove());

  const partyAt = async (url: string, request: TokenRequest): Promise<Person> =>
    new Person('someone', url, await (await localTokens(folder.path))(request), 'en');
  /** Somebody who has done something on a server that was killed then. */
  async function somebody(): Promise<{ readonly subject: string; readonly id: string }> {
    const subject = `subject-${randomUUID()}`;
    const url = await start();
    const person = await partyAt(url, {
      subject,
      name: `Name of ${subject}`,
      roles: ['OPERATOR'],
      tenant: { id: 't1', name: null },
    });
    const input = { communities: [{ name: '一号院' }], idempotencyKey: randomUUID() };
    await person.mutate('registerCommunities', input, 'cursor');
    await stop('SIGKILL');
    const directory = await openEmbeddedDirectory(folder.path);
    const id = (await directory.findBySubject(subject))?.id ?? '';
    await directory.close();
    return { subject, id };
  }
  const forgettingsOf = async (id: string): Promise<readonly StoredEvent[]> => {
    const reader = await openEmbeddedEventReader(folder.path);
    const found: StoredEvent[] = [];
    for await (const event of reader.readAll(null, { filter: { types: ['PersonForgotten'] } })) {
      if (event.data['personId'] === id) found.push(event);
    }
    await reader.close();
    return found;
  };
  /** Resolves when the log tells that this person was forgotten. */
  const told = async (id: string): Promise<void> => {
    const reader = await openEmbeddedEventReader(folder.path);
    for await (const item of reader.subscribe(null, { filter: { types: ['PersonForgotten'] } })) {
      if (item.kind === 'event' && item.event.data['personId'] === id) break;
    }
    await reader.close();
  };
  const owed = async (): Promise<readonly string[]> => {
    const directory = await openEmbeddedDirectory(folder.path);
    const ids = await directory.owedForgettings();
    await directory.close();
    return ids;
  };
  const started = (...args: string[]): ChildProcess =>
    fork(join(process.cwd(), 'dist', 'scripts', 'forget.js'), args, {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      silent: true,
    });
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once('close', (code) => resolve(code)));
  /** Runs the command until it has said so much, and kills it then. */
  const killedAfter = (said: string, ...args: string[]): Promise<number | null> => {
    const child = started(...args);
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes(said)) child.kill('SIGKILL');
    });
    return ended(child);
  };

  test('where no server runs, the command writes the event itself; a server that starts later tells of it', async () => {
    const { subject, id } = await somebody();
    expect(filesHolding(folder.path, [subject])).not.toEqual([]);
    const { code, printed } = await runCommand('forget', ['--subject', subject], env);
    expect(printed).toContain(`The log says now that ${id} was forgotten.`);
    expect(code).toBe(0);
    expect(filesHolding(folder.path, [subject])).toEqual([]);
    expect(await forgettingsOf(id)).toHaveLength(1);

    const auditor = await partyAt(await start(), { subject: 'audit', roles: ['AUDITOR'], tenant: null });
    const { auditTrail } = await auditor.query<{ auditTrail: { nodes: { data: unknown }[] } }>(
      '{ auditTrail(filter: { types: ["PersonForgotten"] }, first: 100) { nodes { data } } }',
    );
    expect(auditTrail.nodes).toContainEqual({ data: { personId: id } });
  });

  test('a subject may come by standard input, where nobody looks on', async () => {
    const { subject, id } = await somebody();
    const child = started('--subject', '-');
    child.stdin?.end(`${subject}\n`);
    expect(await ended(child)).toBe(0);
    expect(await forgettingsOf(id)).toHaveLength(1);
  });

  test.each([
    ['the next server makes it whole when it starts', 'server'],
    ['the next run of the command does, whomever it is about', 'command'],
  ])('killed between erasing and the event, nothing is lost and nothing done twice: %s', async (_, by) => {
    const { subject, id } = await somebody();
    await killedAfter('Erased', '--subject', subject);
    if (by === 'server') {
      await start();
      await told(id);
      await stop('SIGTERM');
    } else {
      const rerun: CommandEnd = await runCommand('forget', ['--subject', subject], env);
      expect(rerun.printed).toMatch(/nobody of this subject/);
    }
    expect(await forgettingsOf(id)).toHaveLength(1);
    expect(await owed()).toEqual([]);
    expect(filesHolding(folder.path, [subject])).toEqual([]);
  });

  test('killed at any moment, and run again: one event, no note, no byte', async () => {
    const { subject, id } = await somebody();
    for (const afterMs of [200, 350, 500, 650, 800]) {
      const child = started('--person', id);
      const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
      await ended(child);
      clearTimeout(timer);
      expect((await forgettingsOf(id)).length).toBeLessThanOrEqual(1);
    }
    const { code } = await runCommand('forget', ['--person', id], env);
    expect(code).toBe(0);
    expect(await forgettingsOf(id)).toHaveLength(1);
    expect(await owed()).toEqual([]);
    expect(filesHolding(folder.path, [subject])).toEqual([]);
  });
});
