import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/config.js';
import { Narrator } from './demo/narrator.js';
import { tellStory } from './demo/story.js';
import { localTokens } from './support/local-tokens.js';
import { startServerProcess } from './support/server-process.js';

const USAGE = `Usage: npm run demo [-- --url http://localhost:4000/graphql [--data-dir ./data]]

Walks through the whole story. Without --url it starts a server of its own on a temporary folder; with it, the tokens
are signed with the key in the running server's data folder.`;

async function onServerOfItsOwn(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-demo-'));
  try {
    // Where the log is on a server, the story has one to itself all the same.
    const EVENT_STORE_PREFIX = process.env['EVENT_STORE_PREFIX'] ?? `demo-${randomBytes(6).toString('hex')}`;
    const server = await startServerProcess({ dataDir, env: { EVENT_STORE_PREFIX } });
    try {
      await against(server.url, dataDir);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function against(url: string, dataDir: string): Promise<void> {
  const issue = await localTokens(dataDir);
  await tellStory({
    url,
    narrator: new Narrator(),
    tokenFor: ({ tenant, ...claims }) => issue({ ...claims, tenant: tenant ?? null }),
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  if (values.url === undefined) await onServerOfItsOwn();
  else await against(values.url, values['data-dir'] ?? loadConfig(process.env).dataDir);
  process.stdout.write('\nEverything was as expected.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
