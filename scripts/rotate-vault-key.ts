import { parseArgs } from 'node:util';
import { loadConfig, type Config } from '../src/config/config.js';
import { addVaultKey, loadOrMakeSecrets } from '../src/config/secrets.js';
import { PrivateFolderLockedError } from '../src/private-store/errors.js';
import { lockPrivateFolder } from '../src/private-store/folder-lock.js';
import { PrivateDatabase } from '../src/private-store/private-database.js';
import { openEmbeddedKeyRotation } from '../src/vault/embedded-key-rotation.js';
import { vaultKeysOf } from '../src/vault/key-ring.js';
import { rotate, type KeyRotation, type RotationReport } from '../src/vault/key-rotation.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run rotate-vault-key [-- --new]

Seals everything in the vault with the key in use instead of former ones: the first of VAULT_KEYS, or of the keys in
PRIVATE_DIR/secrets.json. May be stopped at any time; run again, it goes on. Run it with the server's environment.

A server may run meanwhile if it was started with all these keys, the new one first. So: put the new key before the
former one (VAULT_KEYS=2:new,1:old), start every server again, run this, and remove the former key when this says so.

  --new   first makes a new key in PRIVATE_DIR/secrets.json, where VAULT_KEYS is not set. Stop every server for that.`;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { new: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const config = loadConfig(process.env);
  // Nothing is made in a folder that was named by mistake.
  const { privateDir } = config;
  if (!PrivateDatabase.isThere(privateDir)) throw new UsageError(`There is no vault in ${privateDir}.`);
  if (values.new) await makeKey(config);
  const { vault } = await loadOrMakeSecrets(config);
  const rotation = await openEmbeddedKeyRotation(privateDir, vaultKeysOf(vault), { mayBeNew: !isServed(config) });
  try {
    tell(await rotateShowing(rotation), rotation);
  } finally {
    await rotation.close();
  }
}

async function makeKey(config: Config): Promise<void> {
  if (config.secrets.vault !== null)
    throw new UsageError(
      'The keys are those of VAULT_KEYS: put a new one before them, such as 2:$(openssl rand -base64 32).',
    );
  const lock = lockPrivateFolder(config.privateDir, 'ALONE');
  try {
    console.log(`Made key ${await addVaultKey(config)}.`);
  } finally {
    lock.release();
  }
}

/** Whether a server works with the private folder. */
function isServed({ privateDir }: Config): boolean {
  try {
    lockPrivateFolder(privateDir, 'ALONE').release();
    return false;
  } catch (error) {
    if (error instanceof PrivateFolderLockedError) return true;
    throw error;
  }
}

async function rotateShowing(rotation: KeyRotation): Promise<RotationReport> {
  const display = progressDisplay('secrets');
  try {
    return await rotate(rotation, (done, total) => display.show(done, total));
  } finally {
    display.end();
  }
}

function tell({ resealed, damaged, usage, removable }: RotationReport, { current }: KeyRotation): void {
  console.log(`Sealed ${resealed} secrets with key ${current}.`);
  for (const { version, secrets } of usage) console.log(`Key ${version} is in use: ${secrets} secrets.`);
  for (const version of removable)
    console.log(`Key ${version} may be removed. Keep it for as long as you keep backups from before.`);
  for (const name of damaged) console.error(`What is kept under "${name}" is damaged and was left as it is.`);
  const former = usage.filter(({ version }) => version !== current);
  if (former.length === 0) return;
  process.exitCode = 1;
  if (damaged.length === 0)
    console.error(
      `A server still seals with a former key. Start it with key ${current} first of all, and run this again.`,
    );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
