import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/seeded-random.js';
import { countOption } from './support/count-option.js';
import { tellHistory } from './torture-wechat/history.js';
import { openInstallation } from './torture-wechat/installation.js';
import { mistakes, reconcile } from './torture-wechat/verdict.js';

const USAGE = `Usage: npm run torture:wechat [-- --histories 100 --seed NUMBER]

Random histories of what administrators do in WeChat and owners do here, on two processes, with pushes lost, doubled,
late and out of order, calls that fail or whose answer is cut off, and crashes at any point. Then all goes well again,
and after a reconciliation every account of a known owner must be what WeChat says, with its credentials, and every
other grant must be reported.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const [first, histories] = [Number(values.seed), countOption('histories', values.histories)];
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-torture-'));
  const began = performance.now();
  const totals = { authorized: 0, renewed: 0, deauthorized: 0, ownerUnknown: 0, released: 0, contested: 0 };
  const installation = await openInstallation(dataDir);
  let failures = 0;
  try {
    for (let number = 0; number < histories; number += 1) {
      const seed = first + number;
      const appIds = await tellHistory(installation, seed, seededRandom(seed));
      const report = await reconcile(installation);
      const wrong = await mistakes(installation, appIds, report);
      for (const kind of Object.keys(totals) as (keyof typeof totals)[]) {
        totals[kind] += report[kind].filter((appId) => appIds.includes(appId)).length;
      }
      if (wrong.length > 0) failures += 1;
      process.stdout.write(`seed ${seed}: ${wrong.length === 0 ? 'as WeChat says' : wrong.join('; ')}\n`);
    }
  } finally {
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  process.stdout.write(`Reconciliation found: ${JSON.stringify(totals)}. ${seconds} s.\n`);
  if (failures > 0) throw new Error(`${failures} histories did not end as WeChat says.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
