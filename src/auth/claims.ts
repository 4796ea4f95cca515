import { z } from 'zod';
import { UnauthenticatedError } from './errors.js';
import { ROLES, type Role, type Viewer } from './viewer.js';

const TENANT_ROLES: readonly Role[] = ['VIEWER', 'OPERATOR'];

const printable = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u);

/** Never folded into another: a tenant's id names streams, which know lower case only. */
export const tenantIdShape = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

const shape = z.object({
  sub: printable(255),
  name: printable(200).nullish(),
  tenant: tenantIdShape.nullish(),
  tenant_name: printable(200).nullish(),
  roles: z.array(z.string()),
  exp: z.number(),
});

/**
 * The viewer that a verified token's claims describe. Roles that are not ours are passed over, since an issuer may
 * serve other applications too.
 *
 * VIEWER and OPERATOR act for a tenant (where the token names none, what tenants may do is forbidden), AUDITOR, SERVICE and PLATFORM_ADMIN for none: they combine among themselves,
 * never with the other kind, since no tenant would fit both.
 *
 * @throws UnauthenticatedError
 */
export function viewerOf(claims: unknown): Viewer {
  const parsed = shape.safeParse(claims);
  if (!parsed.success) {
    throw new UnauthenticatedError(
      `The token's claim ${String(parsed.error.issues[0]?.path[0])} is missing or malformed.`,
    );
  }
  const { sub, name, tenant, tenant_name: tenantName, exp } = parsed.data;
  const roles = ROLES.filter((role) => parsed.data.roles.includes(role));
  if (roles.length === 0) throw new UnauthenticatedError('The token grants no role.');
  const ofTenant = roles.filter((role) => TENANT_ROLES.includes(role));
  if (ofTenant.length > 0 && ofTenant.length < roles.length) {
    throw new UnauthenticatedError('The token mixes roles of a tenant with roles of none.');
  }
  if (ofTenant.length === 0 && tenant) throw new UnauthenticatedError(`The role ${roles.join(', ')} has no tenant.`);
  return {
    subject: sub,
    name: name ?? null,
    roles,
    tenant: tenant ? { id: tenant, name: tenantName ?? null } : null,
    expiresAt: exp,
  };
}
