import { importJWK, SignJWT, type JWK } from 'jose';
import type { Role } from './viewer.js';

export interface LocalToken {
  readonly subject: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly tenant: { readonly id: string; readonly name: string | null } | null;
  readonly lifetimeSeconds: number;
}

/** A token of the installation's own, for development and trials: signed with the key made in the data folder. */
export async function issueLocalToken(
  signingKey: JWK,
  { issuer, audience }: { readonly issuer: string; readonly audience: string },
  { subject, name, roles, tenant, lifetimeSeconds }: LocalToken,
  now: number = Date.now(),
): Promise<string> {
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT({
    roles,
    ...(name !== null && { name }),
    ...(tenant && { tenant: tenant.id, ...(tenant.name !== null && { tenant_name: tenant.name }) }),
  })
    .setProtectedHeader({ alg: 'ES256' })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(await importJWK(signingKey, 'ES256'));
}
