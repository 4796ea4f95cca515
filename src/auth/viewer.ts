export const ROLES = ['VIEWER', 'OPERATOR', 'AUDITOR', 'SERVICE', 'PLATFORM_ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the verified token says. Nothing of it ever comes from an argument. */
export interface Viewer {
  readonly subject: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
  /** `^[a-z0-9][a-z0-9_-]{0,63}$`; null for auditors, services and platform administrators, and where the token names none. */
  readonly tenant: { readonly id: string; readonly name: string | null } | null;
  /** When the token ends, seconds since 1970. */
  readonly expiresAt: number;
}
