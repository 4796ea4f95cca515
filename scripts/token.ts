import { parseArgs } from 'node:util';
import { viewerOf } from '../src/auth/claims.js';
import { issueLocalToken, type LocalToken } from '../src/auth/local-token.js';
import { ROLES, type Role } from '../src/auth/viewer.js';
import { loadConfig } from '../src/config/config.js';
import { loadOrMakeSecrets } from '../src/config/secrets.js';

const USAGE = `Usage: npm run token -- --role ROLE [--role ROLE …] [--tenant ID] [--name NAME]
                    [--tenant-name NAME] [--subject ID] [--ttl 12h]

Prints a bearer token signed with the key in the data folder.
Roles: ${ROLES.join(', ')}. VIEWER and OPERATOR need --tenant, the others have none.
--ttl takes a number and s, m, h or d.`;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

class UsageError extends Error {}

function tokenOf(args: readonly string[]): LocalToken {
  const { values } = parseArgs({
    args: [...args],
    options: {
      role: { type: 'string', multiple: true, default: [] },
      tenant: { type: 'string' },
      name: { type: 'string' },
      'tenant-name': { type: 'string' },
      subject: { type: 'string' },
      ttl: { type: 'string', default: '12h' },
    },
  });
  const roles = values.role.map(roleOf);
  const token: LocalToken = {
    subject: values.subject ?? [values.tenant, values.name ?? roles.join('-').toLowerCase()].filter(Boolean).join('-'),
    name: values.name ?? null,
    roles,
    tenant: values.tenant === undefined ? null : { id: values.tenant, name: values['tenant-name'] ?? null },
    lifetimeSeconds: secondsOf(values.ttl),
  };
  viewerOf({
    sub: token.subject,
    name: token.name,
    roles,
    tenant: token.tenant?.id,
    tenant_name: token.tenant?.name,
    exp: 0,
  });
  return token;
}

function roleOf(text: string): Role {
  const role = ROLES.find((candidate) => candidate === text.toUpperCase());
  if (!role) throw new UsageError(`There is no role ${text}.`);
  return role;
}

function secondsOf(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new UsageError(`--ttl ${text} is no duration.`);
  return Number(count) * (SECONDS[unit] ?? 1);
}

async function main(): Promise<void> {
  const token = tokenOf(process.argv.slice(2));
  const config = loadConfig(process.env);
  const { signingKey } = await loadOrMakeSecrets(config);
  if (!signingKey) throw new UsageError('Tokens are issued by whoever JWT_JWKS_URL or JWT_PUBLIC_KEY stands for.');
  process.stdout.write(`${await issueLocalToken(signingKey, config.tokens, token)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  process.exitCode = 1;
});
