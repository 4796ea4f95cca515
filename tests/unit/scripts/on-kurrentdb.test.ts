import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import { openKurrentDbReader } from '../../../src/event-store/kurrentdb/open.js';
import { generateLog } from '../../../scripts/generate/generate.js';
import { moveLog } from '../../../src/moves/move-log.js';
import { openSource, openTarget } from '../../../src/moves/places.js';
import { readModelsFile } from '../../../src/read-models/embedded/open.js';
import { runCommand } from '../../support/command.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions, withKurrentDb } from '../../support/kurrentdb.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { sealAnew } from '../audit/verify/sealed-log.js';

const EVENTS = 200;

withKurrentDb((url) => {
  describe('the commands of an operator, where EVENT_STORE_URL names a KurrentDB', () => {
    const folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const server = kurrentDbOptions(url);
    const env = { EVENT_STORE_URL: url, EVENT_STORE_PREFIX: server.prefix };
    let operator: KurrentDbOperator;
    /** What was told of the log before it was moved. */
    let trail: string;

    const run = async (name: string, ...args: string[]): Promise<string> => {
      const { code, output, printed } = await runCommand(name, [...args, '--data', dataDir], env);
      expect({ code, printed }).toEqual({ code: 0, printed });
      return output;
    };

    beforeAll(async () => {
      operator = await KurrentDbOperator.of(url, server.prefix);
      await generateLog({ dataDir, events: EVENTS, seed: 11, onProgress: () => undefined });
      await sealAnew(dataDir);
      trail = (await runCommand('replay', ['--data', dataDir], {})).output;
      const source = await openSource({ dataDir, privateDir: dataDir }, { server });
      const { target } = await openTarget({ server }, source);
      await moveLog({ source, target, onProgress: () => undefined });
      await Promise.all([source.close(), target.close()]);
    });
    afterAll(async () => {
      await operator.expireAll();
      folder.remove();
    });

    it('replay tells the trail as it was told before the log was moved there', async () => {
      expect(trail.split('\n').length).toBeGreaterThan(EVENTS);
      expect(await run('replay')).toBe(trail);
    });

    it('replay begins and ends with events that are named', async () => {
      const whole = (await run('replay', '--format', 'ndjson')).split('\n').slice(0, -1);
      const cursors = whole.map((line) => (JSON.parse(line) as { cursor: string }).cursor);
      const [from = '', to = ''] = [cursors[50], cursors[60]];
      const part = await run('replay', '--format', 'ndjson', '--from', from, '--to', to);
      expect(part.split('\n').slice(0, -1)).toEqual(whole.slice(50, 61));
    });

    it('replay makes read models from it', async () => {
      const into = join(folder.path, 'read-models');
      await run('replay', '--into', `embedded:${into}`);
      expect(existsSync(readModelsFile(into))).toBe(true);
    });

    it('verify-audit finds all as it was sealed', async () => {
      expect(await run('verify-audit')).toContain('All is as it was sealed');
    });

    it('export writes what verify-audit finds whole', async () => {
      const out = join(folder.path, 'export.ndjson');
      await run('export', '--out', out);
      expect(readFileSync(out, 'utf8').split('"event":').length).toBeGreaterThan(EVENTS);
      const { code, output } = await runCommand('verify-audit', ['--export', out], {});
      expect([code, output]).toEqual([0, expect.stringContaining('All is as it was sealed')]);
    });

    it('import makes a log of it in a folder, on which cursors mean the same events', async () => {
      const [out, into] = [join(folder.path, 'whole.ndjson'), join(folder.path, 'imported')];
      await run('export', '--out', out);
      const imported = await runCommand('import', ['--from', out, '--data', into], env);
      expect(imported).toMatchObject({
        code: 0,
        output: expect.stringContaining('npm run migrate -- --from') as string,
      });
      const log = await openEmbeddedEventReader(into);
      const there = await openKurrentDbReader(server);
      for await (const { id, cursor } of there.readAll(null)) {
        const { position } = parseCursor(await log.acceptCursor(cursor));
        const before =
          position === 1n ? null : formatCursor({ ...parseCursor(await log.head()), position: position - 1n });
        for await (const event of log.readAll(before, { limit: 1 })) expect(event.id).toBe(id);
      }
      await Promise.all([log.close(), there.close()]);
      const found = await runCommand('verify-audit', ['--data', into], {});
      expect(found).toMatchObject({ code: 0, output: expect.stringContaining('All is as it was sealed') as string });
    });

    it('check-history finds the past as it was', async () => {
      expect(await run('check-history', '--moments', '5')).toContain('At each of 5 moments');
    });

    it('forget writes into it that a person was forgotten', async () => {
      const [person = ''] = /p_[0-9a-f]{32}/.exec(trail) ?? [];
      expect(await run('forget', '--person', person)).toContain(`The log says now that ${person} was forgotten.`);
      expect(await run('replay', '--type', 'PersonForgotten')).toContain(person);
    });

    it('say what is wrong with the URL, and no secret', async () => {
      const wrong = { ...env, EVENT_STORE_URL: 'kurrentdb://me:hunter2@127.0.0.1:1?tls=perhaps' };
      const { code, printed } = await runCommand('replay', ['--data', dataDir], wrong);
      expect(code).toBe(1);
      expect(printed).toContain('true or false for the option tls');
      expect(printed).not.toContain('hunter2');
    });
  });
});
